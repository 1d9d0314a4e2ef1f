package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.braid.api.Option;
import dev.braid.api.Reference;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code max}: y = max_m P_m x_m, element by element, {@code [B, width]}. An absent input is left
 * out of the maximum; zeros where none is present. Common practice.
 */
public final class MaxFusion extends ElementwiseFactory<MaxFusion.Options> {

  /** The options of {@code max}. */
  public record Options(
      @Option(value = Projected.WIDTH, min = 1, max = 65536) @Nullable Integer width)
      implements Projected {}

  @Override
  public String type() {
    return "max";
  }

  @Override
  public String description() {
    return "Largest of the inputs, element by element, projected to one width or as they are";
  }

  @Override
  public Reference reference() {
    return Reference.of("Largest value of each channel", "y = max_m P_m x_m    channel by channel")
        .from("Common practice")
        .absent("Left out of the maximum; zeros where none is present.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .example("width: W")
        .advice(
            "For inputs of which any one may hold the evidence, such as several views of one "
                + "thing. Only the largest value of a channel gets a gradient, and one strong "
                + "input can drown the others.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  NDArray combine(Options options, PerInput<NDArray> z, PerInput<NDArray> present) {
    return ofPresent(VectorFusion.stack(z.list()), VectorFusion.stack(present.list()));
  }

  /**
   * The maximum over the inputs that are there, zeros where none is.
   *
   * @param x {@code [B, N, D]}
   * @param present {@code [B, N]} boolean
   * @return {@code [B, D]}
   */
  static NDArray ofPresent(NDArray x, NDArray present) {
    if (Tensors.allTrue(present)) {
      return x.max(new int[] {1});
    }
    NDArray floor = Tensors.scalar(x, -Float.MAX_VALUE);
    NDArray all = present.expandDims(2).broadcast(x.getShape());
    NDArray largest = NDArrays.where(all, x, floor).max(new int[] {1});
    return Tensors.orZeros(Tensors.anyReal(present), largest);
  }
}
