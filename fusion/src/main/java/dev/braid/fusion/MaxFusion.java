package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code max}: y = max_m P_m x_m, element by element, {@code [B, width]}. An absent input is left
 * out of the maximum; zeros where none is present. Common practice.
 */
public final class MaxFusion implements FusionFactory<MaxFusion.Options> {

  /** The options of {@code max}. */
  public record Options(
      @Option(
              value =
                  "Width that each input is projected to; null compares the inputs as they are, which"
                      + " must then have one width",
              min = 1)
          @Nullable Integer width) {}

  @Override
  public String type() {
    return "max";
  }

  @Override
  public String description() {
    return "Largest of the inputs, element by element, projected to one width or as they are";
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

  /**
   * The maximum over the inputs that are there, zeros where none is.
   *
   * @param x {@code [B, N, D]}
   * @param present {@code [B, N]} boolean
   * @return {@code [B, D]}
   */
  static NDArray ofPresent(NDArray x, NDArray present) {
    NDArray floor = x.zerosLike().sub(Float.MAX_VALUE);
    NDArray all = present.expandDims(2).broadcast(x.getShape());
    NDArray largest = NDArrays.where(all, x, floor).max(new int[] {1});
    return Tensors.orZeros(Tensors.anyReal(present), largest);
  }

  private static final class Block extends VectorFusion {

    private final Projection projection;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      projection = child("projection", new Projection(inputs, options.width()));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      return ofPresent(stack(projection.apply(x).list()), stack(present.list()));
    }
  }
}
