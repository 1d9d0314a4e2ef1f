package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import org.jspecify.annotations.Nullable;

/** {@code sum}: y = Σ P_m x_m over the inputs that a sample has. */
public final class SumFusion extends ElementwiseFactory<SumFusion.Options> {

  /** The options of {@code sum}. */
  public record Options(
      @Option(value = Projected.WIDTH, min = 1, max = 65536) @Nullable Integer width)
      implements Projected {}

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
  NDArray combine(Options options, PerInput<NDArray> z, PerInput<NDArray> present) {
    return Combination.SUM.apply(z, present, null);
  }
}
