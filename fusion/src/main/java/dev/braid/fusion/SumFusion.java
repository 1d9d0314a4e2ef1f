package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import dev.braid.api.Reference;
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
  public Reference reference() {
    return Reference.of("Adds the projected inputs", "y = Σ P_m x_m")
        .from("Common practice")
        .absent("Left out of the sum.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .example("width: W")
        .advice(
            "The baseline to beat, and with equal widths free of parameters. Inputs meet "
                + "only by addition: what depends on a pair of values is left to the layers behind "
                + "it. The size of the sum grows with the number of inputs that a sample has; "
                + "where that varies, `mean` is steadier.");
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
