package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * {@code film}: feature-wise linear modulation, Perez et al. 2018 (arXiv:1709.07871). With b = P
 * x_main, or x_main without a width, and [g_m; s_m] = C_m x_m for the other inputs, y = O(γ * b + Σ
 * s_m), γ = 1 + Σ g_m, or Σ g_m without {@code residual}; {@code [B, output]}, without output
 * {@code [B, width]}.
 *
 * <p>g_m and s_m of an absent input are left out; without residual and without any other input γ is
 * 1. In the place of an absent main input stands {@code missing.<main>}.
 */
public final class FilmFusion extends VectorFactory<FilmFusion.Options> {

  /** The options of {@code film}. */
  public record Options(
      @Option(
              value = "Width that the main input is projected to; null takes it as it is",
              min = 1,
              max = 65536)
          @Nullable Integer width,
      @Option(value = "Whether the scale is 1 + Σ g_m instead of Σ g_m", byDefault = "true")
          boolean residual,
      @Option(value = "Width of a linear layer on the result; null for none", min = 1, max = 65536)
          @Nullable Integer output,
      @Option("The input that is scaled and shifted; null means the first")
          @Nullable String main) {}

  @Override
  public String type() {
    return "film";
  }

  @Override
  public String description() {
    return "FiLM: the other inputs scale and shift the channels of the main one";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Others scale and shift the main one's channels",
            """
            b = P x_main (or x_main);  [g_m; s_m] = C_m x_m for the other inputs
            γ = 1 + Σ g_m (residual) or Σ g_m
            y = O(γ * b + Σ s_m)    O only with output
            """)
        .from("FiLM, Perez et al. 2018, arXiv:1709.07871")
        .absent(
            "g_m and s_m of another input are left out; without residual and without any "
                + "other input γ is 1. For the main input the learned `missing.<main>` stands in.")
        .yields("output")
        .cost("projection of the main input", "(d_main + 1) · width", "d_main · width")
        .cost("scales and shifts", "Σ_o (d_o + 1) · 2 · width", "Σ_o d_o · 2 · width")
        .cost("output layer", "(width + 1) · output", "width · output")
        .cost("vector for the absent main input", "d_main", "")
        .example("width: W, output: W")
        .advice(
            "When one input says what to look for in another, as a question does for a "
                + "picture: set `main` to the one looked at. The paper modulates feature maps "
                + "inside a network; here only the pooled vector is, so what pooling has lost "
                + "stays lost.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    int main = mainWidth(options.main(), inputs, problems);
    Integer width = options.width();
    Integer output = options.output();
    return output != null ? output : width != null ? width : main;
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final boolean residual;
    private final String main;
    private final @Nullable Linear projection;
    private final PerInput<Linear> condition;
    private final @Nullable Linear output;
    private final Parameter missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      residual = options.residual();
      main = main(options.main(), inputs);
      Integer projected = options.width();
      int width = projected != null ? projected : inputs.width(main);
      projection =
          projected == null
              ? null
              : child("projection." + main, new Linear(inputs.width(main), width));
      condition =
          PerInput.of(
              others(main, inputs),
              m -> child("condition." + m, new Linear(inputs.width(m), 2 * width)));
      Integer size = options.output();
      output = size == null ? null : child("output", new Linear(width, size));
      missing = missing(main, inputs);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray filled = Tensors.or(present.get(main), x.get(main), missing);
      NDArray base = projection == null ? filled : projection.apply(filled);
      NDArray total =
          Tensors.sum(
              condition
                  .map((m, layer) -> Tensors.orZeros(present.get(m), layer.apply(x.get(m))))
                  .list());
      NDList halves = total.split(2, 1);
      NDArray scale = halves.get(0);
      NDArray shift = halves.get(1);
      NDArray gamma =
          residual ? scale.add(1) : Tensors.or(Tensors.any(present.others(main)), scale, 1);
      NDArray y = gamma.mul(base).add(shift);
      return output == null ? y : output.apply(y);
    }
  }
}
