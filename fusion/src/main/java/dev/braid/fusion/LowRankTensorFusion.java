package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Tensors;

/**
 * {@code low-rank-tensor}: Low-rank Multimodal Fusion, Liu et al. 2018 (arXiv:1806.00064). The
 * outer product of {@code tensor} under a weight tensor of low rank, without forming either: y =
 * Σ_r w_r Π_m ([1; x_m] F_m^r) + b, {@code [B, output]}.
 *
 * <p>An absent input's [1; x_m] is [1; 0].
 */
public final class LowRankTensorFusion extends VectorFactory<LowRankTensorFusion.Options> {

  /** The options of {@code low-rank-tensor}. */
  public record Options(
      @Option(value = "Rank of the weight tensor", byDefault = "4", min = 1, max = 65536) int rank,
      @Option(value = "Width of the result", byDefault = "256", min = 1, max = 65536) int output) {}

  @Override
  public String type() {
    return "low-rank-tensor";
  }

  @Override
  public String description() {
    return "Outer product of the inputs with a weight tensor of low rank (LMF)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Outer product of all inputs at low rank", "y = Σ_r w_r Π_m ([1; x_m] F_m^r) + b")
        .from("Low-rank Multimodal Fusion, Liu et al. 2018, arXiv:1806.00064")
        .absent("Its [1; x_m] is [1; 0]: terms with it vanish, those without it stay.")
        .yields("output")
        .cost("factors", "Σ_m rank · (d_m + 1) · output", "Σ_m rank · (d_m + 1) · output")
        .cost("weights and bias", "rank + output", "")
        .example("output: W")
        .advice(
            "Products of all inputs, also of three or more, at a cost that grows with the "
                + "number of inputs and not with its power: take it instead of `tensor`. Products "
                + "of many factors make training touchy; start with a small rank and normalised "
                + "inputs.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    return options.output();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final int rank;
    private final int output;
    private final PerInput<Parameter> factor;
    private final Parameter weights;
    private final Parameter bias;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      rank = options.rank();
      output = options.output();
      // Inputs of variance 1 give factors and results of variance 1, whatever the number of inputs.
      factor =
          PerInput.of(
              inputs.names(),
              m ->
                  parameter(
                      "factor." + m,
                      Init.uniform(Math.sqrt(3.0 / (inputs.width(m) + 1))),
                      rank,
                      inputs.width(m) + 1L,
                      options.output()));
      weights = parameter("fusion_weights", Init.constant(1 / Math.sqrt(rank)), 1, rank);
      bias = parameter("fusion_bias", Init.zeros(), 1, options.output());
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray product =
          factor.map((m, f) -> factors(Tensors.withOne(x.get(m)), f)).list().stream()
              .reduce(NDArray::mul)
              .orElseThrow();
      NDArray weighted =
          product.reshape(-1, rank, output).mul(Tensors.view(weights, product, rank, 1));
      return weighted.sum(new int[] {1}).add(bias.getArray());
    }

    /** {@code [B, d + 1]} to {@code [B, rank * output]}, by one product instead of one a rank. */
    private NDArray factors(NDArray x, Parameter factor) {
      long width = x.getShape().get(1);
      NDArray columns = Tensors.view(factor, x, rank, width, output).swapAxes(0, 1);
      return x.matMul(columns.reshape(width, (long) rank * output));
    }
  }
}
