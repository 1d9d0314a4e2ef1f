package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code tensor}: the Tensor Fusion Network, Zadeh et al. 2017 (arXiv:1707.07250). With z_m = P_m
 * x_m, or x_m without a width, t = [1; z_1] ⊗ ... ⊗ [1; z_N], flattened with the first input
 * slowest; y = t {@code [B, Π (d_m + 1)]} or MLP(t) {@code [B, output]}.
 *
 * <p>An absent input's [1; z_m] is [1; 0]. An outer product of more than a million values, or a
 * first MLP layer of more than a hundred million weights, is refused.
 */
public final class TensorFusion implements FusionFactory<TensorFusion.Options> {

  /** The options of {@code tensor}. */
  public record Options(
      @Option(
              value = "Width that each input is projected to; null takes the inputs as they are",
              min = 1)
          @Nullable Integer width,
      @Option(value = "Widths of the hidden layers of an MLP", byDefault = "[]", min = 1)
          List<Integer> hidden,
      @Option(value = "Output width of the MLP; null leaves the plain outer product", min = 1)
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
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    mlp(options).check(problems);
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    InputChecks.atLeastTwo(type(), inputs, problems);
    BigInteger size = SizeLimit.product(factors(options, inputs));
    String help = "set width to %d or less, or use low-rank-tensor";
    int largest = SizeLimit.VALUES.root(inputs.names().size()) - 1;
    boolean fits =
        SizeLimit.VALUES.check(
            "width",
            "the outer product of " + sizes(options, inputs),
            size,
            largest < 1 ? "use low-rank-tensor" : String.format(Locale.ROOT, help, largest),
            problems);
    if (!fits) {
      return EncodingSpec.pooled(1);
    }
    OutputMlp mlp = mlp(options);
    if (options.output() != null) {
      int first = mlp.firstWidth(size.intValue());
      SizeLimit.WEIGHTS.check(
          options.hidden().isEmpty() ? "output" : "hidden",
          String.format(Locale.ROOT, "the first layer, from %,d values to %,d,", size, first),
          size.multiply(BigInteger.valueOf(first)),
          "set a smaller width, or use low-rank-tensor",
          problems);
    }
    return EncodingSpec.pooled(mlp.width(size.intValue()));
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

  private static String sizes(Options options, FusionInputs inputs) {
    List<Integer> factors = factors(options, inputs);
    return IntStream.range(0, factors.size())
        .mapToObj(i -> inputs.names().get(i) + " 1+" + (factors.get(i) - 1))
        .collect(Collectors.joining(", "));
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
      Mlp layers = mlp(options).create(SizeLimit.product(factors(options, inputs)).intValueExact());
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
