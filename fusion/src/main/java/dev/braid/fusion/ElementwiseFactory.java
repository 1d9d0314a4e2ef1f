package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import org.jspecify.annotations.Nullable;

/**
 * The base of operators that work element by element on the inputs, projected to one width or as
 * they are: {@code [B, d_m]} to {@code [B, width]}. One input alone is enough.
 */
abstract class ElementwiseFactory<O extends Record & ElementwiseFactory.Projected>
    implements FusionFactory<O> {

  /** Options with a width that each input is projected to. */
  interface Projected {

    /** What the option says of itself. */
    String WIDTH =
        "Width that each input is projected to; null takes the inputs as they are, which must then"
            + " have one width";

    /** The width, or null for none. */
    @Nullable Integer width();
  }

  /**
   * The operation on projected vectors.
   *
   * @param z {@code [B, width]}, arbitrary but finite where absent
   */
  abstract NDArray combine(O options, PerInput<NDArray> z, PerInput<NDArray> present);

  @Override
  public final Form wants(O options) {
    return Form.POOLED;
  }

  @Override
  public final EncodingSpec output(O options, FusionInputs inputs, Problems problems) {
    Projection.check(options.width(), inputs, problems);
    return EncodingSpec.pooled(Projection.width(options.width(), inputs));
  }

  @Override
  public final Fusion create(O options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private final class Block extends VectorFusion {

    private final O options;
    private final Projection projection;

    Block(O options, FusionInputs inputs) {
      super(inputs);
      this.options = options;
      projection = child("projection", new Projection(inputs, options.width()));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      return combine(options, projection.apply(x), present);
    }
  }
}
