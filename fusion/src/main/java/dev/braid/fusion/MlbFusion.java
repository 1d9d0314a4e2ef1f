package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Nonlinearity;
import org.jspecify.annotations.Nullable;

/**
 * {@code mlb}: y = act_out(O norm(Π act_in(P_m x_m))), {@code [B, d_m]} to {@code [B, output]}; P_m
 * is {@code projection.<m> [hidden, d_m]}, O is {@code output [output, hidden]}. Kim et al. 2017,
 * Hadamard Product for Low-rank Bilinear Pooling (arXiv:1610.04325), which has tanh where the
 * default here is relu.
 *
 * <p>The factor of an absent input is a vector of ones.
 */
public final class MlbFusion implements FusionFactory<MlbFusion.Options> {

  /** The options of {@code mlb}. */
  public record Options(
      @Option(value = "Width of the fused vector", byDefault = "256", min = 1, max = 65536)
          int hidden,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = LowRankFusion.ACTIVATION_INPUT, byDefault = "relu")
          @Nullable Nonlinearity activationInput,
      @Option(value = LowRankFusion.ACTIVATION_OUTPUT, byDefault = "relu")
          @Nullable Nonlinearity activationOutput,
      @Option(value = LowRankFusion.NORMALIZE, byDefault = "false") boolean normalize) {}

  @Override
  public String type() {
    return "mlb";
  }

  @Override
  public String description() {
    return "Low-rank bilinear pooling: product of the inputs' projections (MLB)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Product of projections, then a linear layer",
            "y = act_out(O norm(Π act_in(P_m x_m)))    norm only with normalize")
        .from(
            "Hadamard Product for Low-rank Bilinear Pooling, Kim et al. 2017, "
                + "arXiv:1610.04325")
        .absent("Its factor act_in(P_m x_m) is a vector of ones.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · hidden", "Σ_m d_m · hidden")
        .cost("output layer", "(hidden + 1) · output", "hidden · output")
        .example("hidden: W, output: W")
        .advice(
            "The cheapest of the bilinear operators and a strong first try for two inputs of "
                + "which one asks about the other. The paper uses tanh; relu, the default, zeroes "
                + "a product as soon as one factor is negative, so give it a wide hidden or set "
                + "activation_input to tanh.");
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
    return LowRankFusion.spec(
        inputs, options.hidden(), options.hidden(), options.output(), "hidden", problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final Projection projection;
    private final @Nullable Nonlinearity activation;

    Block(Options options, FusionInputs inputs) {
      super(
          inputs,
          options.hidden(),
          options.output(),
          options.normalize(),
          options.activationOutput());
      projection = child("projection", new Projection(inputs, options.hidden()));
      activation = options.activationInput();
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      return finish(normalized(product(activate(activation, projection.apply(x)), present)));
    }
  }
}
