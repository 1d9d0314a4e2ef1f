package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code deep-sets}: Zaheer et al. 2017 (arXiv:1703.06114); attention and normalisation as in
 * arXiv:2003.01607. s_m = P_m x_m; with {@code attention} s_m becomes a_m s_m, a = softmax over the
 * inputs of L2 tanh(L1 s_m); then it is divided by max(norm, 1e-12) along its features or along the
 * inputs, or not; y = MLP(pool over m), {@code [B, output]}, or the pooled vector {@code [B,
 * width]}.
 *
 * <p>An absent input is left out of the softmax, the normalisation and the pooling; the pool of
 * nothing is zeros. Where a norm is 0 the result and its gradient are 0.
 *
 * <p>Normalising along the features undoes the attention, which only scales s_m: its layers then
 * learn nothing. The bias of L2 shifts all logits alike and never learns.
 */
public final class DeepSetsFusion extends VectorFactory<DeepSetsFusion.Options> {

  /** Along what the inputs are normalised. */
  public enum Axis {
    /** Not at all. */
    NONE,
    /** Each input's vector to length 1. */
    FEATURE,
    /** Each channel to length 1 over the inputs. */
    MODALITY
  }

  /** How the inputs become one vector. */
  public enum Pool {
    /** Mean over the present inputs. */
    MEAN,
    /** Sum of the present inputs. */
    SUM,
    /** Largest value of each channel. */
    MAX,
    /** Smallest value of each channel. */
    MIN
  }

  /** The options of {@code deep-sets}. */
  public record Options(
      @Option(
              value =
                  "Width that each input is projected to; null pools the inputs as they are, which"
                      + " must then have one width",
              min = 1,
              max = 65536)
          @Nullable Integer width,
      @Option(
              value = "Whether inputs are weighted by attention; undone by normalize: feature",
              byDefault = "false")
          boolean attention,
      @Option(value = "Inner width of the attention; null means width / 2", min = 1, max = 65536)
          @Nullable Integer attentionWidth,
      @Option(value = "Along what the projected inputs are normalised", byDefault = "feature")
          Axis normalize,
      @Option(value = "How the inputs become one vector", byDefault = "mean") Pool pooling,
      @Option(
              value = "Widths of the hidden layers of an MLP",
              byDefault = "[]",
              min = 1,
              max = 65536)
          List<Integer> hidden,
      @Option(
              value = "Output width of the MLP; null leaves the pooled vector",
              min = 1,
              max = 65536)
          @Nullable Integer output,
      @Option(value = "Function between the layers of the MLP", byDefault = "relu")
          Nonlinearity activation) {}

  @Override
  public String type() {
    return "deep-sets";
  }

  @Override
  public String description() {
    return "Permutation-invariant pooling of the projected inputs, then an MLP (deep sets)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Pools the inputs like a set",
            """
            s_m = P_m x_m;  with attention s_m <- a_m s_m, a = softmax over m of L2 tanh(L1 s_m)
            s_m <- s_m / norm along its features or along the inputs (normalize)
            y   = MLP(pool of s_m)    mean, sum, max or min; without output the pool alone
            """)
        .from(
            "Deep Sets, Zaheer et al. 2017, arXiv:1703.06114; attention and normalisation as "
                + "in arXiv:2003.01607")
        .absent(
            "Left out of the softmax, the normalisation and the pool; the pool of nothing is "
                + "zeros.")
        .yields("output")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m d_m · width")
        .cost(
            "MLP",
            "(width + 1) · hidden + (hidden + 1) · output",
            "width · hidden + hidden · output")
        .example("width: W, hidden: [W], output: W")
        .advice(
            "For many inputs of which a sample has any few. The pool treats inputs alike, "
                + "only their projections tell them apart; with two inputs it is little more than "
                + "`mean` and an MLP. `normalize: feature`, the default, throws away how large an "
                + "input is and with it the effect of `attention`.");
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
    Projection.check(options.width(), inputs, problems);
    int width = Projection.width(options.width(), inputs);
    return mlp(options).width(width);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static OutputMlp mlp(Options options) {
    return new OutputMlp(options.hidden(), options.output(), options.activation());
  }

  private static final class Block extends VectorFusion {

    private final Options options;
    private final Projection projection;
    private final @Nullable Scorer attention;
    private final @Nullable Mlp mlp;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      this.options = options;
      int width = Projection.width(options.width(), inputs);
      Integer inner = options.attentionWidth();
      projection = child("projection", new Projection(inputs, options.width()));
      attention =
          options.attention()
              ? child(
                  "attention", new Scorer(width, inner != null ? inner : Math.max(1, width / 2)))
              : null;
      Mlp layers = mlp(options).create(width);
      mlp = layers == null ? null : child("mlp", layers);
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      NDArray here = stack(present.list());
      NDArray s =
          stack(
              projection.apply(x).map((m, value) -> Tensors.orZeros(present.get(m), value)).list());
      if (attention != null) {
        s = s.mul(Tensors.maskedSoftmax(attention.apply(s), here).expandDims(2));
      }
      NDArray y = pool(normalize(s), here);
      return mlp == null ? y : mlp.apply(y, training);
    }

    private NDArray normalize(NDArray s) {
      return switch (options.normalize()) {
        case NONE -> s;
        case FEATURE -> Tensors.normalize(s, 2);
        case MODALITY -> Tensors.normalize(s, 1);
      };
    }

    /** {@code [B, N, width]}, zeros where absent, to {@code [B, width]}. */
    private NDArray pool(NDArray s, NDArray here) {
      return switch (options.pooling()) {
        case MEAN -> Tensors.maskedMean(s, here);
        case SUM -> s.sum(new int[] {1});
        case MAX -> MaxFusion.ofPresent(s, here);
        case MIN -> MaxFusion.ofPresent(s.neg(), here).neg();
      };
    }
  }

  /** {@code linear2(tanh(linear1(s)))}: a logit for each input, {@code [B, N, width] to [B, N]}. */
  private static final class Scorer extends Module {

    private final Linear linear1;
    private final Linear linear2;

    Scorer(int width, int inner) {
      linear1 = child("linear1", new Linear(width, inner));
      linear2 = child("linear2", new Linear(inner, 1));
    }

    NDArray apply(NDArray s) {
      return linear2.apply(linear1.apply(s).tanh()).squeeze(2);
    }
  }
}
