package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Attention;
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.FeedForward;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code gated-cross-attention}: the tokens of one input attend those of all others through gates
 * that are closed at the start of training, when the result is that input alone:
 *
 * <pre>{@code
 * X = P_main x_main                     [B, T_main, width]
 * S = the others' P_m x_m in order      [B, Σ T_m, width], not normed
 * X <- X + tanh(g_a) CA(LN X; S)        a layer
 * X <- X + tanh(g_f) FFN(LN X)
 * X <- encoder layer(X)                 with self_attention
 * y = pool(X)                           [B, width]; with pooling none X and its mask
 * }</pre>
 *
 * Flamingo, Alayrac et al. 2022 (arXiv:2204.14198).
 *
 * <p>Another input that a sample lacks is never attended; where the main input is absent the result
 * is {@code missing.<main>}, with pooling none zeros under a mask of false.
 */
public final class GatedCrossAttentionFusion
    extends TokenFactory<GatedCrossAttentionFusion.Options> {

  /** The options of {@code gated-cross-attention}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = "Whether an encoder layer follows each layer", byDefault = "false")
          boolean selfAttention,
      @Option("The input whose tokens attend the others'; null means the first")
          @Nullable String main,
      @Option(
              value =
                  "How the main input's tokens become one vector: mean, first or last; none yields"
                      + " the tokens",
              byDefault = "mean")
          Pooling pooling,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements TransformerOptions {}

  /** As the plugin lists it. */
  public GatedCrossAttentionFusion() {
    super(true, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.NONE);
  }

  @Override
  public String type() {
    return "gated-cross-attention";
  }

  @Override
  public String description() {
    return "One input's tokens attend those of all others through gates that start closed"
        + " (Flamingo)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "One input attends others through closed gates",
            """
            X = P_main x_main;  S = the others' P_m x_m in order, not normed
            X <- X + tanh(g_a) CA(LN X; S)    a layer; g_a and g_f start at 0
            X <- X + tanh(g_f) FFN(LN X)
            X <- encoder layer(X)             with self_attention
            y = pool(X); with pooling: none X and its mask
            """)
        .from("Flamingo, Alayrac et al. 2022, arXiv:2204.14198")
        .absent(
            "Another input is never attended. Where the main input is absent the result is "
                + "the learned `missing.<main>`, with pooling: none zeros under a mask of false.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost(
            "attention",
            "layers · 4 · width · (width + 1)",
            "layers · (2 · T · width² + 2 · T_main · (T − T_main) · width)")
        .cost(
            "feed-forwards",
            "layers · (2 · width · feed_forward + width + feed_forward)",
            "layers · 2 · T_main · width · feed_forward")
        .cost("norms and gates", "layers · (4 · width + 2)", "")
        .cost("vector for the absent main input", "width", "")
        .example("width: W, feed_forward: 4W")
        .advice(
            "To add inputs to a pretrained main encoder without disturbing it: at the start "
                + "the result is that input alone. Gates that start closed only slow training "
                + "where nothing is pretrained: take `cross-attention` with query there.")
        .flow(
            """
            x1 = x_main [T_main, d_main] | x2 = x_m of the others [T_m, d_m]
            p1 = P_main [T_main, width] | p2 = P_m, in order [Σ T_m, width]
            [layers times
            c = cross-attention | .
            t = · tanh(gate), + | .
            f = feed-forward | .
            u = · tanh(gate), + | .
            ]
            y = pool [width] | .
            x1 > p1 > c > t > f > u > y
            x2 > p2
            p2 ~> c
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    checkInput("main", options.main(), inputs, problems);
    return options.pooling().spec(width, List.of(main(options.main(), inputs)));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends TokenFusion {

    private final String main;
    private final Pooling pooling;
    private final Projection projection;
    private final List<Layer> layers;
    private final List<EncoderLayer> encoder;
    private final @Nullable Parameter missing;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      main = main(options.main(), inputs);
      pooling = options.pooling();
      projection = child("projection", new Projection(inputs, options.width()));
      Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(i -> child("layers." + i, new Layer(sizes)))
              .toList();
      encoder =
          IntStream.range(0, options.selfAttention() ? options.layers() : 0)
              .mapToObj(i -> child("encoder." + i, sizes.encoderLayer()))
              .toList();
      missing =
          pooling == Pooling.NONE
              ? null
              : parameter("missing." + main, Init.normal(0.02), sizes.width());
    }

    @Override
    Encoding fuseTokens(
        PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
      PerInput<NDArray> z = projection.apply(x);
      Sequence memory = Sequence.join(z.others(main), masks.others(main));
      NDArray mask = masks.get(main);
      NDArray y = z.get(main);
      for (int i = 0; i < layers.size(); i++) {
        y = layers.get(i).apply(y, memory, training);
        if (!encoder.isEmpty()) {
          y = encoder.get(i).apply(y, mask, training);
        }
      }
      Encoding result = pooling.result(new Sequence(y, mask), present);
      return missing == null
          ? result
          : Encoding.ofPooled(
              Tensors.or(Tensors.anyReal(mask), result.requirePooled(), missing), present);
    }
  }

  /** Cross-attention and feed-forward, each behind a gate. */
  private static final class Layer extends Module {

    private final Residual residual;
    private final Attention attention;
    private final LayerNorm normCross;
    private final Parameter gateCross;
    private final FeedForward feedForward;
    private final LayerNorm normFeedForward;
    private final Parameter gateFeedForward;

    Layer(Sizes sizes) {
      residual = sizes.residual();
      attention = child("cross_attention", sizes.attention());
      normCross = child("norm_cross", sizes.norm());
      gateCross = parameter("gate_cross", Init.zeros(), 1);
      feedForward = child("feed_forward", sizes.feedForward());
      normFeedForward = child("norm_feed_forward", sizes.norm());
      gateFeedForward = parameter("gate_feed_forward", Init.zeros(), 1);
    }

    NDArray apply(NDArray x, Sequence memory, boolean training) {
      NDArray y =
          residual.apply(
              x,
              normCross,
              n -> gated(gateCross, attention.apply(n, memory.tokens(), memory.mask(), training)),
              training);
      return residual.apply(
          y,
          normFeedForward,
          n -> gated(gateFeedForward, feedForward.apply(n, training)),
          training);
    }

    private static NDArray gated(Parameter gate, NDArray branch) {
      return branch.mul(Tensors.slice(gate, 0, 1, branch).tanh());
    }
  }
}
