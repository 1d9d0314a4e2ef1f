package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code mag}: the Multimodal Adaptation Gate, Rahman et al. 2020 (arXiv:1908.05787). With z =
 * x_main and h = Σ relu(G_m [x_m; z]) * (S_m x_m) over the other inputs, y = LayerNorm(z + α h), α
 * = min(beta |z| / (|h| + 1e-6), 1), {@code [B, d_main]}; |h| counts as 1 where it is 0.
 *
 * <p>The term of an absent input in h is left out; in the place of an absent main input stands
 * {@code missing.<main>}.
 */
public final class MagFusion extends VectorFactory<MagFusion.Options> {

  /** The options of {@code mag}. */
  public record Options(
      @Option(
              value = "Length of the shift relative to the main input's, at most; above 0",
              byDefault = "1.0",
              min = 0)
          double beta,
      @Option(value = "Whether the result is normalised", byDefault = "true") boolean layerNorm,
      @Option("The input that is shifted; null means the first") @Nullable String main) {}

  @Override
  public String type() {
    return "mag";
  }

  @Override
  public String description() {
    return "Multimodal adaptation gate: the other inputs shift the main one, within a bound";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Others shift the main input, within bounds",
            """
            z = x_main,  h = Σ relu(G_m [x_m; z]) * (S_m x_m)    over the other inputs
            α = min(beta |z| / (|h| + 1e-6), 1)
            y = LayerNorm(z + α h)
            """)
        .from("Multimodal Adaptation Gate, Rahman et al. 2020, arXiv:1908.05787")
        .absent(
            "The term of another input is left out of h. For the main input the learned "
                + "`missing.<main>` stands in.")
        .yields("d_main")
        .cost("gates", "Σ_o (d_o + d_main + 1) · d_main", "Σ_o (d_o + d_main) · d_main")
        .cost("shifts", "Σ_o (d_o + 1) · d_main", "Σ_o d_o · d_main")
        .cost("norm", "layer_norm · 2 · d_main", "")
        .cost("vector for the absent main input", "d_main", "")
        .advice(
            "For a strong main input, such as a pretrained text encoder, that weaker ones "
                + "should adjust without spoiling. The bound on the shift also limits what the "
                + "others can ever contribute: no operator for inputs of equal rank.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.beta() == 0) {
      problems.add("beta", "must be above 0: at 0 the other inputs change nothing");
    }
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    return mainWidth(options.main(), inputs, problems);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final double beta;
    private final String main;
    private final PerInput<Linear> gate;
    private final PerInput<Linear> shift;
    private final @Nullable LayerNorm norm;
    private final Parameter missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      beta = options.beta();
      main = main(options.main(), inputs);
      List<String> others = others(main, inputs);
      int width = inputs.width(main);
      gate =
          PerInput.of(others, m -> child("gate." + m, new Linear(inputs.width(m) + width, width)));
      shift = PerInput.of(others, m -> child("shift." + m, new Linear(inputs.width(m), width)));
      norm = options.layerNorm() ? child("norm", new LayerNorm(width)) : null;
      missing = missing(main, inputs);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray z = Tensors.or(present.get(main), x.get(main), missing);
      NDArray h =
          Tensors.sum(
              gate.map((m, g) -> Tensors.orZeros(present.get(m), term(m, g, x.get(m), z))).list());
      NDArray length = Tensors.norm(h, 1);
      NDArray divisor = NDArrays.where(length.neq(0), length, Tensors.scalar(length, 1)).add(1e-6f);
      NDArray alpha =
          Tensors.norm(z, 1)
              .mul(Tensors.scalar(z, beta))
              .div(divisor)
              .minimum(Tensors.scalar(z, 1));
      NDArray y = z.add(h.mul(alpha));
      return norm == null ? y : norm.apply(y);
    }

    private NDArray term(String m, Linear g, NDArray value, NDArray z) {
      NDArray open = Activation.relu(g.apply(Tensors.concat(List.of(value, z), 1)));
      return open.mul(shift.get(m).apply(value));
    }
  }
}
