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
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code mfh}: q_0 = 1, q_s = q_(s-1) Π act_in(P_s,m x_m), z_s = norm(Σ_factor q_s seen as {@code
 * [B, hidden, factor]}), y = act_out(O [z_1; ...; z_stages]), {@code [B, d_m]} to {@code [B,
 * output]}; P_s,m is {@code projection.<s>.<m> [hidden*factor, d_m]} with s from 0, O is {@code
 * output [output, stages*hidden]}. Each z_s is normalised on its own. Yu et al. 2018, Generalized
 * Multi-modal Factorized High-order Pooling (arXiv:1708.03619).
 *
 * <p>The factor of an absent input is a vector of ones in every stage.
 */
public final class MfhFusion implements FusionFactory<MfhFusion.Options> {

  /** The options of {@code mfh}. */
  public record Options(
      @Option(value = "Width of each stage's fused vector", byDefault = "256", min = 1, max = 65536)
          int hidden,
      @Option(
              value = "Products that are summed for each element of the fused vector",
              byDefault = "2",
              min = 1,
              max = 65536)
          int factor,
      @Option(
              value = "Number of stages, the highest order of products",
              byDefault = "2",
              min = 1,
              max = 64)
          int stages,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output,
      @Option(value = LowRankFusion.ACTIVATION_INPUT, byDefault = "relu")
          @Nullable Nonlinearity activationInput,
      @Option(value = LowRankFusion.ACTIVATION_OUTPUT, byDefault = "relu")
          @Nullable Nonlinearity activationOutput,
      @Option(value = LowRankFusion.NORMALIZE, byDefault = "false") boolean normalize) {}

  @Override
  public String type() {
    return "mfh";
  }

  @Override
  public String description() {
    return "High-order factorized bilinear pooling: stages of mfb multiplied up (MFH)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Cascade of mfb stages, multiplied up",
            """
            q_0 = 1,  q_s = q_(s-1) Π act_in(P_s,m x_m)
            z_s = norm(Σ_factor q_s seen as [hidden, factor])    each on its own, only with normalize
            y   = act_out(O [z_1; ...; z_stages])
            """)
        .from("Multi-modal Factorized High-order Pooling, Yu et al. 2018, arXiv:1708.03619")
        .absent("Its factor is a vector of ones in every stage.")
        .yields("output")
        .cost(
            "projections",
            "stages · Σ_m (d_m + 1) · hidden · factor",
            "stages · Σ_m d_m · hidden · factor")
        .cost("output layer", "(stages · hidden + 1) · output", "stages · hidden · output")
        .example("hidden: W, output: W")
        .advice(
            "When `mfb` has been tuned and a little more is wanted; cost grows with the "
                + "stages. Products of the fourth order and beyond (more than two stages) are hard "
                + "to train without normalize.");
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
        (long) options.hidden() * options.stages(),
        options.output(),
        "hidden, factor or stages",
        problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends LowRankFusion {

    private final List<Projection> stages = new ArrayList<>();
    private final @Nullable Nonlinearity activation;
    private final int hidden;
    private final int factor;

    Block(Options options, FusionInputs inputs) {
      super(
          inputs,
          options.hidden() * options.stages(),
          options.output(),
          options.normalize(),
          options.activationOutput());
      hidden = options.hidden();
      factor = options.factor();
      activation = options.activationInput();
      for (int s = 0; s < options.stages(); s++) {
        stages.add(child("projection." + s, new Projection(inputs, hidden * factor)));
      }
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      List<NDArray> parts = new ArrayList<>();
      NDArray q = null;
      for (Projection stage : stages) {
        NDArray factors = product(activate(activation, stage.apply(x)), present);
        q = q == null ? factors : q.mul(factors);
        parts.add(normalized(q.reshape(-1, hidden, factor).sum(new int[] {2})));
      }
      return finish(Tensors.concat(parts, 1));
    }
  }
}
