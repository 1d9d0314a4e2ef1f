package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import org.jspecify.annotations.Nullable;

/**
 * {@code mean}: y = 1/n Σ P_m x_m over the n inputs that a sample has, {@code [B, width]}; zeros
 * where it has none. Common practice.
 */
public final class MeanFusion extends ElementwiseFactory<MeanFusion.Options> {

  /** The options of {@code mean}. */
  public record Options(
      @Option(value = Projected.WIDTH, min = 1, max = 65536) @Nullable Integer width)
      implements Projected {}

  @Override
  public String type() {
    return "mean";
  }

  @Override
  public String description() {
    return "Mean of the inputs that a sample has, projected to one width or as they are";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  NDArray combine(Options options, PerInput<NDArray> z, PerInput<NDArray> present) {
    return Combination.MEAN.apply(z, present, null);
  }
}
