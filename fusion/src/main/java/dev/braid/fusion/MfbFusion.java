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
 * {@code mfb}: q = Π act_in(P_m x_m) seen as {@code [B, hidden, factor]}, y = act_out(O
 * norm(Σ_factor q)), {@code [B, d_m]} to {@code [B, output]}; P_m is {@code projection.<m>
 * [hidden*factor, d_m]}, O is {@code output [output, hidden]}. Yu et al. 2017, Multi-modal
 * Factorized Bilinear Pooling (arXiv:1708.01471), which has no functions and normalises.
 *
 * <p>The factor of an absent input is a vector of ones.
 */
public final class MfbFusion implements FusionFactory<MfbFusion.Options> {

  /** The options of {@code mfb}. */
  public record Options(
      @Option(value = "Width of the fused vector", byDefault = "256", min = 1, max = 65536)
          int hidden,
      @Option(
              value = "Products that are summed for each element of the fused vector",
              byDefault = "2",
              min = 1,
              max = 65536)
          int factor,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = LowRankFusion.ACTIVATION_INPUT, byDefault = "relu")
          @Nullable Nonlinearity activationInput,
      @Option(value = LowRankFusion.ACTIVATION_OUTPUT, byDefault = "relu")
          @Nullable Nonlinearity activationOutput,
      @Option(value = LowRankFusion.NORMALIZE, byDefault = "false") boolean normalize) {}

  @Override
  public String type() {
    return "mfb";
  }

  @Override
  public String description() {
    return "Factorized bilinear pooling: sums of products of the inputs' projections (MFB)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Sums of products of projections",
            """
            q = Π act_in(P_m x_m), seen as [hidden, factor]
            y = act_out(O norm(Σ_factor q))    norm only with normalize
            """)
        .from("Multi-modal Factorized Bilinear Pooling, Yu et al. 2017, arXiv:1708.01471")
        .absent("Its factor act_in(P_m x_m) is a vector of ones.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · hidden · factor", "Σ_m d_m · hidden · factor")
        .cost("output layer", "(hidden + 1) · output", "hidden · output")
        .example("hidden: W, output: W")
        .advice(
            "A middle way between `mlb` (factor 1) and a full bilinear form; sums of several "
                + "products are steadier than one. The paper has no functions and normalises, and "
                + "recommends dropout on q, which is not there here: set normalize and "
                + "activation_input: null to follow it.");
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
        inputs,
        (long) options.hidden() * options.factor(),
        options.hidden(),
        options.output(),
        "hidden or factor",
        problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final Projection projection;
    private final @Nullable Nonlinearity activation;
    private final int hidden;
    private final int factor;

    Block(Options options, FusionInputs inputs) {
      super(
          inputs,
          options.hidden(),
          options.output(),
          options.normalize(),
          options.activationOutput());
      hidden = options.hidden();
      factor = options.factor();
      projection = child("projection", new Projection(inputs, hidden * factor));
      activation = options.activationInput();
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray q = product(activate(activation, projection.apply(x)), present);
      return finish(normalized(q.reshape(-1, hidden, factor).sum(new int[] {2})));
    }
  }
}
