package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * {@code bilinear}: y = Σ x_aᵀ W_ab x_b + bias_ab over the pairs of inputs a before b, {@code [B,
 * output]}. Tenenbaum and Freeman 2000; torch.nn.Bilinear, but with first values that keep the size
 * of the result independent of both widths.
 *
 * <p>An absent input is a vector of ones; a pair with neither input present is left out.
 */
public final class BilinearFusion extends VectorFactory<BilinearFusion.Options> {

  /** The options of {@code bilinear}. */
  public record Options(
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output) {}

  @Override
  public String type() {
    return "bilinear";
  }

  @Override
  public String description() {
    return "Sum of the bilinear forms of all pairs of inputs";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Full bilinear form of every pair",
            "y = Σ x_aᵀ W_ab x_b + bias_ab    over pairs of inputs a before b")
        .from("Bilinear pooling, Tenenbaum and Freeman 2000; torch.nn.Bilinear")
        .absent("It counts as a vector of ones; a pair with neither input present is left out.")
        .yields("output")
        .cost("bilinear forms", "Σ_ab (d_a · d_b + 1) · output", "Σ_ab d_a · d_b · output")
        .example("output: 128")
        .advice(
            "A reference point for the low-rank operators, or for narrow inputs. It has no "
                + "linear terms, so an input alone has no effect of its own, and the weight grows "
                + "with the product of the widths: for wide inputs take `mlb`, `mutan` or `mfb`.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    for (Pair pair : Pair.of(inputs.names())) {
      SizeLimit.check(
          "bilinear." + pair.name() + ".weight",
          "output",
          "output or the widths of the inputs, or use low-rank-tensor",
          problems,
          options.output(),
          inputs.width(pair.a()),
          inputs.width(pair.b()));
    }
    return options.output();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final List<PairForm> forms;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      forms =
          Pair.of(inputs.names()).stream()
              .map(p -> child("bilinear." + p.name(), new PairForm(p, options.output(), inputs)))
              .toList();
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> filled = x.map((m, value) -> Tensors.or(present.get(m), value, 1));
      return Tensors.sum(
          forms.stream()
              .map(
                  form ->
                      Tensors.orZeros(
                          present.get(form.pair.a()).logicalOr(present.get(form.pair.b())),
                          form.apply(filled)))
              .toList());
    }
  }

  /** The bilinear form of one pair. */
  private static final class PairForm extends Module {

    private final Pair pair;
    private final int output;
    private final int a;
    private final int b;
    private final Parameter weight;
    private final Parameter bias;

    PairForm(Pair pair, int output, FusionInputs inputs) {
      this.pair = pair;
      this.output = output;
      a = inputs.width(pair.a());
      b = inputs.width(pair.b());
      weight = parameter("weight", Init.fanIn((long) a * b), output, a, b);
      bias = parameter("bias", Init.fanIn((long) a * b), output);
    }

    NDArray apply(PerInput<NDArray> x) {
      NDArray left = x.get(pair.a());
      NDArray right = x.get(pair.b());
      return (output <= b ? contracted(left, right) : multiplied(left, right)).add(bias.getArray());
    }

    /** The weight with x_b, {@code [B, output * a]}, then with x_a. */
    private NDArray contracted(NDArray left, NDArray right) {
      NDArray rows = Tensors.view(weight, right, (long) output * a, b);
      return Linear.apply(right, rows, null)
          .reshape(-1, output, a)
          .matMul(left.expandDims(2))
          .squeeze(2);
    }

    /** All products, {@code [B, a * b]}, with the weight: less memory where the result is wide. */
    private NDArray multiplied(NDArray left, NDArray right) {
      NDArray products = Tensors.outer(left, right);
      return products.matMul(Tensors.view(weight, products, output, -1).transpose());
    }
  }
}
