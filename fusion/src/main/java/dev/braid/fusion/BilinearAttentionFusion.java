package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code bilinear-attention}: attention over all pairs of a token of the first and a token of the
 * second input, several times, each time a bilinear sum over the pairs:
 *
 * <pre>{@code
 * X = P_1 x_1, Y = P_2 x_2 (or x_1, x_2)            [B, T_1, ·], [B, T_2, ·]
 * U = act(A_1 X), V = act(A_2 Y)                    [B, T, hidden factor]
 * L_g,ij = sum_k w_gk U_ik V_jk + b_g; a_g = softmax over all real pairs (i, j)
 * f   = sum_ij a_g,ij act(B_g,1 X_i) * act(B_g,2 Y_j)  for each glimpse g in turn, [B, hidden]
 * Y_j <- Y_j + O_g f
 * y   = sum of Y_j over real j                      [B, width of the second input]
 * }</pre>
 *
 * Bilinear Attention Networks, Kim et al. 2018 (arXiv:1805.07932), without weight normalisation.
 * The bias b_g is the paper's; it cancels out in the softmax.
 *
 * <p>An input that a sample lacks stands for one real token whose factors (U or V, and those of B)
 * are ones; an absent second input starts from zero, so that y is the sum of the O_g f.
 */
public final class BilinearAttentionFusion
    implements FusionFactory<BilinearAttentionFusion.Options> {

  /** The options of {@code bilinear-attention}. */
  public record Options(
      @Option(
              value = "Width that both inputs are projected to; null takes them as they are",
              min = 1)
          @Nullable Integer width,
      @Option(value = "Width of the bilinear sums", byDefault = "256", min = 1) int hidden,
      @Option(value = "Width of the attention's factors, in hidden", byDefault = "3", min = 1)
          int factor,
      @Option(value = "Number of attention maps", byDefault = "2", min = 1) int glimpses,
      @Option(value = "Function of the factors", byDefault = "relu") Nonlinearity activation) {}

  @Override
  public String type() {
    return "bilinear-attention";
  }

  @Override
  public String description() {
    return "Attention over all pairs of tokens of two inputs (BAN)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Attention over all pairs of two inputs' tokens",
            """
            X = P_1 x_1, Y = P_2 x_2 (or x_1, x_2 without width)
            U = act(A_1 X), V = act(A_2 Y)                        [T, hidden factor]
            L_g,ij = Σ_k w_gk U_ik V_jk + b_g;  a_g = softmax over all real pairs (i, j)
            for each glimpse g in turn:
            f   = Σ_ij a_g,ij act(B_g,1 X_i) * act(B_g,2 Y_j)     [hidden]
            Y_j <- Y_j + O_g f
            then y = Σ_j Y_j over real j
            """)
        .from(
            "Bilinear Attention Networks, Kim et al. 2018, arXiv:1805.07932, without weight "
                + "normalisation")
        .absent(
            "It stands for one real token whose factors are ones; an absent second input "
                + "starts from zero, so that y is the sum of the O_g f.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost(
            "factors of the maps",
            "2 · (width + 1) · hidden · factor",
            "T · width · hidden · factor")
        .cost("maps", "glimpses · (hidden · factor + 1)", "glimpses · T_1 · T_2 · hidden · factor")
        .cost(
            "glimpses",
            "glimpses · (2 · (width + 1) · hidden + (hidden + 1) · width)",
            "glimpses · (T · width · hidden + T_1 · T_2 · hidden + hidden · width)")
        .example("width: W, hidden: W")
        .advice(
            "Exactly two inputs, a question as the second and regions of a picture as the "
                + "first, where single words belong to single regions; the maps can be looked at. "
                + "The result is a sum over the second input's tokens, so its size grows with "
                + "their number. More than two inputs are refused.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | . | x2 = x_2 [T_2, d_2]
            p1 = X = P_1 x_1 [T_1, width] | . | p2 = Y = P_2 x_2 [T_2, width]
            . | m = softmax over pairs [glimpses, T_1, T_2] | .
            [glimpses times
            u = act(B_1 X) [T_1, hidden] | f = bilinear sum f [hidden] | v = act(B_2 Y) [T_2, hidden]
            . | . | o = Y + O_g f [T_2, width]
            ]
            . | . | y = sum over tokens [width]
            x1 > p1 > m
            x2 > p2 > m
            m > f
            p1 > u > f
            p2 > v > f
            f > o > y
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Form wants(Options options) {
    return Form.TOKENS;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    List<String> names = inputs.names();
    if (names.size() != 2) {
      problems.add(
          "",
          "bilinear-attention takes exactly two inputs, here "
              + names.size()
              + ": "
              + String.join(", ", names));
    }
    Integer width = options.width();
    return EncodingSpec.pooled(width != null ? width : inputs.width(names.get(names.size() - 1)));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private record Glimpse(PerInput<Linear> projection, Linear output) {}

  private static final class Block extends TokenFusion {

    private final String first;
    private final String second;
    private final Nonlinearity activation;
    private final Projection projection;
    private final PerInput<Linear> factors;
    private final Parameter weight;
    private final Parameter bias;
    private final List<Glimpse> glimpses;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      first = names().get(0);
      second = names().get(1);
      activation = options.activation();
      Integer width = options.width();
      PerInput<Integer> widths = PerInput.of(names(), m -> width != null ? width : inputs.width(m));
      int hidden = options.hidden();
      int wide = hidden * options.factor();
      projection = child("projection", new Projection(inputs, width));
      factors = widths.map((m, in) -> child("attention.projection." + m, new Linear(in, wide)));
      weight = parameter("attention.weight", Init.fanIn(wide), options.glimpses(), wide);
      bias = parameter("attention.bias", Init.zeros(), options.glimpses());
      glimpses =
          IntStream.range(0, options.glimpses())
              .mapToObj(
                  g ->
                      new Glimpse(
                          widths.map(
                              (m, in) ->
                                  child(
                                      "glimpse." + g + ".projection." + m, new Linear(in, hidden))),
                          child(
                              "glimpse." + g + ".output", new Linear(hidden, widths.get(second)))))
              .toList();
    }

    @Override
    Encoding fuseTokens(
        PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
      PerInput<NDArray> here = masks.map((m, mask) -> Tensors.anyReal(mask));
      PerInput<NDArray> real = masks.map((m, mask) -> orFirst(here.get(m), mask));
      PerInput<NDArray> z = projection.apply(x);
      NDArray first = z.get(this.first);
      NDArray y = Tensors.orZeros(here.get(second), z.get(second));
      NDArray maps =
          attention(
              factor(factors, this.first, first, here), factor(factors, second, y, here), real);
      for (int g = 0; g < glimpses.size(); g++) {
        Glimpse glimpse = glimpses.get(g);
        NDArray left = factor(glimpse.projection(), this.first, first, here);
        NDArray right = factor(glimpse.projection(), second, y, here);
        NDArray sum = maps.get(":, {}", g).matMul(right).mul(left).sum(new int[] {1}, true);
        y = y.add(glimpse.output().apply(sum));
      }
      return Encoding.ofPooled(Tensors.cover(y, real.get(second)).sum(new int[] {1}), present);
    }

    /** The mask, with the first token as a real one where the input is absent. */
    private static NDArray orFirst(NDArray here, NDArray mask) {
      NDArray position = mask.getManager().arange(0f, (float) mask.getShape().get(1));
      NDArray stands = here.logicalNot().expandDims(1);
      return mask.logicalOr(
          NDArrays.logicalAnd(
              stands.broadcast(mask.getShape()),
              position.eq(0).expandDims(0).broadcast(mask.getShape())));
    }

    private NDArray factor(
        PerInput<Linear> linear, String m, NDArray value, PerInput<NDArray> here) {
      NDArray y = activation.apply(linear.get(m).apply(value));
      return Tensors.or(here.get(m), y, 1);
    }

    /** {@code [B, glimpses, T_1, T_2]}, each map's sum 1 over all real pairs. */
    private NDArray attention(NDArray u, NDArray v, PerInput<NDArray> real) {
      Shape weights = weight.getArray().getShape();
      long count = weights.get(0);
      NDArray w = Tensors.slice(weight, 0, count, u).reshape(1, count, 1, weights.get(1));
      NDArray b = Tensors.slice(bias, 0, count, u).reshape(1, count, 1, 1);
      NDArray logits = u.expandDims(1).mul(w).matMul(v.expandDims(1).swapAxes(2, 3)).add(b);
      Shape shape = logits.getShape();
      Shape flat = new Shape(shape.get(0), count, shape.get(2) * shape.get(3));
      NDArray pairs =
          NDArrays.logicalAnd(real.get(first).expandDims(2), real.get(second).expandDims(1))
              .reshape(flat.get(0), 1, flat.get(2));
      return Tensors.maskedSoftmax(logits.reshape(flat), pairs).reshape(shape);
    }
  }
}
