package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Attention;
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
 * {@code q-former}: a few learned queries attend each other and the tokens of all inputs:
 *
 * <pre>{@code
 * S = [P_1 x_1 + e_1; ...; P_N x_N + e_N]   [B, Σ T_m, width], not normed in any layer
 * Q <- Q + SA(Q)                            a layer, each sub-layer with its norm
 * Q <- Q + CA(Q; S)                         in layers 0, f, 2f, ... with f = cross_frequency
 * Q <- Q + FFN(Q)
 * y = pool(Q)                               [B, width]; with pooling none all queries;
 *                                           with pre_norm Q is normed before
 * }</pre>
 *
 * BLIP-2, Li et al. 2023 (arXiv:2301.12597).
 *
 * <p>The tokens of an input that a sample lacks are never attended; with nothing to attend
 * cross-attention adds zero.
 */
public final class QFormerFusion extends TokenFactory<QFormerFusion.Options> {

  /** The options of {@code q-former}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = "Number of learned queries", byDefault = "32", min = 1) int queries,
      @Option(
              value = "Every how many layers the queries attend the inputs, from the first on",
              byDefault = "1",
              min = 1)
          int crossFrequency,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = TokenOptions.PRE_NORM, byDefault = "false") boolean preNorm,
      @Option(value = TokenOptions.TYPE_EMBEDDING, byDefault = "true") boolean typeEmbedding,
      @Option(
              value = "How the queries become one vector: mean, first or last; none yields all",
              byDefault = "mean")
          Pooling pooling,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements TransformerOptions {}

  /** As the plugin lists it. */
  public QFormerFusion() {
    super(false, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.NONE);
  }

  @Override
  public String type() {
    return "q-former";
  }

  @Override
  public String description() {
    return "Learned queries that attend each other and the tokens of all inputs (BLIP-2)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Learned queries attend themselves and all tokens",
            """
            S = [P_1 x_1 + e_1; ...; P_N x_N + e_N]    not normed in any layer
            a layer's sub-layers, each with a residual and a norm:
            Q <- Q + SA(Q)
            Q <- Q + CA(Q; S)                          in layers 0, f, 2f, ... with f = cross_frequency
            Q <- Q + FFN(Q)
            then y = pool(Q); with pooling: none all queries; with pre_norm Q is normed before
            """)
        .from("BLIP-2, Li et al. 2023, arXiv:2301.12597")
        .absent("Its tokens are never attended; with nothing to attend cross-attention adds zero.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost("type embeddings", "N · width", "")
        .cost("queries", "queries · width", "")
        .cost(
            "self-attention",
            "layers · 4 · width · (width + 1)",
            "layers · (4 · queries · width² + 2 · queries² · width)")
        .cost(
            "cross-attention",
            "⌈layers / cross_frequency⌉ · 4 · width · (width + 1)",
            "⌈layers / cross_frequency⌉ · (2 · queries · width² + 2 · T · width² + 2 · "
                + "queries · T · width)")
        .cost(
            "feed-forwards",
            "layers · (2 · width · feed_forward + width + feed_forward)",
            "layers · 2 · queries · width · feed_forward")
        .cost("norms", "layers · 4 · width + ⌈layers / cross_frequency⌉ · 2 · width", "")
        .example("width: W, feed_forward: 4W")
        .advice(
            "To distil a large frozen encoder into a few tokens for a language model, with "
                + "several layers and pretraining: that is what it was made for. Only the fusion "
                + "is here, not BLIP-2's pretraining tasks and text branch. For a plain classifier "
                + "`perceiver` or `cross-attention` with query is simpler.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2] | .
            p1 = P_1 + e_1 [T_1, width] | p2 = P_2 + e_2 [T_2, width] | q = *queries [queries, width]
            [layers times
            . | . | a = self-attention
            . | s = S [T_1 + T_2, width] | c = cross-attention
            . | . | f = feed-forward
            ]
            . | . | y = pool [width]
            x1 > p1 > s
            x2 > p2 > s
            s ~> c
            q > a > c > f > y
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    return options.pooling().spec(width, List.of());
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends JointFusion {

    private final Parameter queries;
    private final List<Layer> layers;
    private final @Nullable LayerNorm norm;

    Block(Options options, FusionInputs inputs) {
      super(inputs, options, options.typeEmbedding());
      Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
      queries = parameter("queries", Init.normal(0.02), options.queries(), sizes.width());
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(
                  i -> child("layers." + i, new Layer(sizes, i % options.crossFrequency() == 0)))
              .toList();
      norm = options.preNorm() ? child("norm", sizes.norm()) : null;
    }

    @Override
    Sequence read(Sequence joint, boolean training) {
      Sequence q = Sequence.real(Tensors.repeat(queries, joint.tokens()));
      for (Layer layer : layers) {
        q = layer.apply(q, joint, training);
      }
      return norm == null ? q : new Sequence(norm.apply(q.tokens()), q.mask());
    }
  }

  /** The sub-layers; cross-attention not in every layer. */
  private static final class Layer extends Module {

    private final Residual residual;
    private final Attention selfAttention;
    private final LayerNorm normSelf;
    private final @Nullable Attention crossAttention;
    private final @Nullable LayerNorm normCross;
    private final FeedForward feedForward;
    private final LayerNorm normFeedForward;

    Layer(Sizes sizes, boolean crosses) {
      residual = sizes.residual();
      selfAttention = child("self_attention", sizes.attention());
      normSelf = child("norm_self", sizes.norm());
      crossAttention = crosses ? child("cross_attention", sizes.attention()) : null;
      normCross = crosses ? child("norm_cross", sizes.norm()) : null;
      feedForward = child("feed_forward", sizes.feedForward());
      normFeedForward = child("norm_feed_forward", sizes.norm());
    }

    Sequence apply(Sequence q, Sequence memory, boolean training) {
      NDArray y =
          residual.apply(
              q.tokens(), normSelf, v -> selfAttention.apply(v, v, q.mask(), training), training);
      Attention cross = crossAttention;
      if (cross != null && normCross != null) {
        y =
            residual.apply(
                y,
                normCross,
                v -> cross.apply(v, memory.tokens(), memory.mask(), training),
                training);
      }
      y = residual.apply(y, normFeedForward, v -> feedForward.apply(v, training), training);
      return new Sequence(y, q.mask());
    }
  }
}
