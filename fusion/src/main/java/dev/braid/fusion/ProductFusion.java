package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import dev.braid.api.Reference;
import dev.braid.api.nn.Nonlinearity;
import org.jspecify.annotations.Nullable;

/**
 * {@code product}: y = Π act(P_m x_m), element by element, {@code [B, width]}. The factor of an
 * absent input is a vector of ones. Common practice (Hadamard product).
 */
public final class ProductFusion extends ElementwiseFactory<ProductFusion.Options> {

  /** The options of {@code product}. */
  public record Options(
      @Option(value = Projected.WIDTH, min = 1, max = 65536) @Nullable Integer width,
      @Option("Function on each factor; null for none") @Nullable Nonlinearity activation)
      implements Projected {}

  @Override
  public String type() {
    return "product";
  }

  @Override
  public String description() {
    return "Product of the inputs, element by element (Hadamard product)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Multiplies the projected inputs, channel by channel",
            "y = Π act(P_m x_m)    channel by channel")
        .from("Common practice (Hadamard product)")
        .absent("Its factor is a vector of ones.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .example("width: W")
        .advice(
            "The cheapest operator in which inputs change each other's effect; at the cost "
                + "of `sum`. With three inputs or more products become very small or very large: "
                + "prefer `mlb` with normalize, or `gated`.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  NDArray combine(Options options, PerInput<NDArray> z, PerInput<NDArray> present) {
    Nonlinearity activation = options.activation();
    PerInput<NDArray> factors =
        activation == null ? z : z.map((m, value) -> activation.apply(value));
    return Combination.PRODUCT.apply(factors, present, null);
  }
}
