package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code tensor}: the Tensor Fusion Network, Zadeh et al. 2017 (arXiv:1707.07250). With z_m = P_m
 * x_m, or x_m without a width, t = [1; z_1] ⊗ ... ⊗ [1; z_N], flattened with the first input
 * slowest; y = t {@code [B, Π (d_m + 1)]} or MLP(t) {@code [B, output]}.
 *
 * <p>An absent input's [1; z_m] is [1; 0]. An outer product of more than a million values is
 * refused.
 */
public final class TensorFusion extends VectorFactory<TensorFusion.Options> {

  /** The largest outer product; in a batch of 64 its values and gradients are half a gigabyte. */
  private static final int VALUES = 1_000_000;

  /** The options of {@code tensor}. */
  public record Options(
      @Option(
              value = "Width that each input is projected to; null takes the inputs as they are",
              min = 1,
              max = 65536)
          @Nullable Integer width,
      @Option(
              value = "Widths of the hidden layers of an MLP",
              byDefault = "[]",
              min = 1,
              max = 65536)
          List<Integer> hidden,
      @Option(
              value = "Output width of the MLP; null leaves the plain outer product",
              min = 1,
              max = 65536)
          @Nullable Integer output,
      @Option(value = "Function between the layers of the MLP", byDefault = "relu")
          Nonlinearity activation) {}

  @Override
  public String type() {
    return "tensor";
  }

  @Override
  public String description() {
    return "Outer product of all inputs, each with a leading one (TFN)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Outer product of all inputs",
            """
            z_m = P_m x_m (or x_m without width)
            t   = [1; z_1] ⊗ ... ⊗ [1; z_N], flattened, the first input slowest
            y   = t, or MLP(t) with output
            """)
        .from("Tensor Fusion Network, Zadeh et al. 2017, arXiv:1707.07250")
        .absent("Its [1; z_m] is [1; 0]: terms with it vanish, those without it stay.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .cost("MLP", "((width + 1)^N + 1) · output", "(width + 1)^N · output")
        .example("width: 32, output: W")
        .advice(
            "Keeps every product of every subset of inputs, for few inputs projected to a "
                + "few dozen channels. Its size is the product of the widths, and most of it is "
                + "noise on small data: beyond that take `low-rank-tensor`. An outer product of "
                + "more than a million values is refused.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    mlp(options).check(problems);
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    List<Integer> factors = factors(options, inputs);
    double size = factors.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    if (size > VALUES) {
      problems.add("width", tooLarge(factors, size));
      return 1;
    }
    OutputMlp mlp = mlp(options);
    if (options.output() != null) {
      SizeLimit.check(
          "mlp.0.weight",
          "output",
          "width, hidden or output, or use low-rank-tensor",
          problems,
          mlp.firstWidth((int) size),
          (long) size);
    }
    return mlp.width((int) size);
  }

  private static String tooLarge(List<Integer> factors, double size) {
    int width = (int) Math.floor(Math.pow(VALUES, 1.0 / factors.size()) + 1e-9) - 1;
    return String.format(
        Locale.ROOT,
        "the outer product %s has %s values a sample, more than %,d: %suse low-rank-tensor",
        factors.stream().map(String::valueOf).collect(Collectors.joining(" x ")),
        String.format(Locale.ROOT, size < 1e15 ? "%,.0f" : "%.1e", size),
        VALUES,
        width < 1 ? "" : "set width to " + width + " or less, or ");
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static OutputMlp mlp(Options options) {
    return new OutputMlp(options.hidden(), options.output(), options.activation());
  }

  /** The sizes that are multiplied, each with its leading one. */
  private static List<Integer> factors(Options options, FusionInputs inputs) {
    Integer width = options.width();
    return inputs.widths().values().stream().map(d -> (width == null ? d : width) + 1).toList();
  }

  private static final class Block extends VectorFusion {

    private final @Nullable Projection projection;
    private final @Nullable Mlp mlp;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      projection =
          options.width() == null
              ? null
              : child("projection", new Projection(inputs, options.width()));
      int size = factors(options, inputs).stream().reduce(1, Math::multiplyExact);
      Mlp layers = mlp(options).create(size);
      mlp = layers == null ? null : child("mlp", layers);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> z = projection == null ? x : projection.apply(x);
      NDArray t =
          z
              .map((m, value) -> Tensors.withOne(Tensors.orZeros(present.get(m), value)))
              .list()
              .stream()
              .reduce(Tensors::outer)
              .orElseThrow();
      return mlp == null ? t : mlp.apply(t, training);
    }
  }
}
