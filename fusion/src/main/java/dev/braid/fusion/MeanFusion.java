package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import dev.braid.api.Reference;
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
  public Reference reference() {
    return Reference.of(
            "Averages the projected inputs",
            "y = 1/n Σ P_m x_m    n: number of inputs that the sample has")
        .from("Common practice")
        .absent("Left out, and n counts the present ones; zeros where none is present.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .example("width: W")
        .advice(
            "A baseline for data in which inputs are often missing: the result keeps its "
                + "size whatever is there. As with `sum`, inputs meet only by addition.");
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
