package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/** {@code sum}: y = Σ P_m x_m over the inputs that a sample has. */
public final class SumFusion implements FusionFactory<SumFusion.Options> {

  /** The options of {@code sum}. */
  public record Options(
      @Option(
              value =
                  "Width that each input is projected to; null adds the inputs as they are, which"
                      + " must then have one width",
              min = 1)
          @Nullable Integer width) {}

  @Override
  public String type() {
    return "sum";
  }

  @Override
  public String description() {
    return "Sum of the inputs, projected to one width or as they are";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    Projection.check(options.width(), inputs, problems);
    return EncodingSpec.pooled(Projection.width(options.width(), inputs));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Projection projection;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      projection = child("projection", new Projection(inputs, options.width()));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> z = projection.apply(x);
      return Tensors.sum(z.map((m, value) -> Tensors.orZeros(present.get(m), value)).list());
    }
  }
}
