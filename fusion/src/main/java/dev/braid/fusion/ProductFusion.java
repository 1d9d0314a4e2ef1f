package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Nonlinearity;
import org.jspecify.annotations.Nullable;

/**
 * {@code product}: y = Π act(P_m x_m), element by element, {@code [B, width]}. The factor of an
 * absent input is a vector of ones. Common practice (Hadamard product).
 */
public final class ProductFusion implements FusionFactory<ProductFusion.Options> {

  /** The options of {@code product}. */
  public record Options(
      @Option(
              value =
                  "Width that each input is projected to; null multiplies the inputs as they are, which"
                      + " must then have one width",
              min = 1)
          @Nullable Integer width,
      @Option("Function on each factor; null for none") @Nullable Nonlinearity activation) {}

  @Override
  public String type() {
    return "product";
  }

  @Override
  public String description() {
    return "Product of the inputs, element by element (Hadamard product)";
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
    private final @Nullable Nonlinearity activation;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      projection = child("projection", new Projection(inputs, options.width()));
      activation = options.activation();
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> z = projection.apply(x);
      PerInput<NDArray> factors =
          activation == null ? z : z.map((m, value) -> activation.apply(value));
      return Combination.PRODUCT.apply(factors, present, null);
    }
  }
}
