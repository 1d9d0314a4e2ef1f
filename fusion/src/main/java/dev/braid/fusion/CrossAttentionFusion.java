package dev.braid.fusion;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Nonlinearity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code cross-attention}: Transformer layers in which the tokens of each input attend the tokens
 * of all others; then each stream is pooled and the vectors are combined. With {@code query} only
 * that input's stream is updated and pooled. Vaswani et al. 2017; Tan and Bansal 2019
 * (arXiv:1908.07490).
 *
 * <p>An input that a sample lacks is never attended; in its place in the result stands {@code
 * missing.<m>} (concat, query), nothing (mean, sum) or ones (product).
 *
 * <p>A {@code cls} token meets its own stream's tokens in self-attention only: with {@code query},
 * {@code pooling: cls} and no {@code self_attention} the result does not depend on the values of
 * the query's tokens, only on those of the other inputs.
 */
public final class CrossAttentionFusion extends TokenFactory<CrossAttentionFusion.Options> {

  /** The options of {@code cross-attention}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = TokenOptions.PRE_NORM, byDefault = "true") boolean preNorm,
      @Option(value = "Whether each stream also attends itself", byDefault = "false")
          boolean selfAttention,
      @Option("The input whose stream alone is updated and pooled; null updates all")
          @Nullable String query,
      @Option(value = TokenOptions.STREAM_POOLING, byDefault = "mean") Pooling pooling,
      @Option(value = TokenOptions.COMBINE + "; of no use with query", byDefault = "concat")
          Combination combine,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements StreamOptions {}

  /** As the plugin lists it. */
  public CrossAttentionFusion() {
    super(true, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.CLS);
  }

  @Override
  public String type() {
    return "cross-attention";
  }

  @Override
  public String description() {
    return "Transformer layers in which each input's tokens attend the tokens of all others";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Each input's tokens attend all others' tokens",
            """
            X_m = P_m x_m                                    cls first with pooling: cls
            a layer, pre_norm:
            [X_m <- X_m + SA(LN X_m)                          with self_attention]
            X_m <- X_m + CA(LN X_m; LN X_j of all j other than m)
            X_m <- X_m + FFN(LN X_m)
            then y = combine(pool LN X_1, ..., pool LN X_N); with query only that input's X
            """)
        .from(
            "Vaswani et al. 2017, arXiv:1706.03762; LXMERT, Tan and Bansal 2019, "
                + "arXiv:1908.07490")
        .absent(
            "Never attended. In its place in the result stands the learned `missing.<m>` "
                + "(concat, query), nothing (mean, sum) or ones (product). With nothing to attend "
                + "the attention adds zero.")
        .yields("N · width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost(
            "attention",
            "layers · N · 4 · width · (width + 1)",
            "layers · Σ_m (2 · T · width² + 2 · T_m · (T − T_m) · width)")
        .cost(
            "feed-forwards",
            "layers · N · (2 · width · feed_forward + width + feed_forward)",
            "layers · 2 · T · width · feed_forward")
        .cost("norms", "layers · N · 4 · width + N · 2 · width", "")
        .cost("vectors for absent inputs", "N · width", "")
        .example("width: W, feed_forward: 4W")
        .advice(
            "The first choice where parts of one input refer to parts of another, as words "
                + "do to places in a picture. With two inputs `query` saves about half of the cost "
                + "and suits a question about something. It needs encoders that yield tokens and "
                + "costs many times what a vector operator does: see first what `concat` or `mlb` "
                + "reach.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2]
            p1 = P_1 [T_1, width] | p2 = P_2 [T_2, width]
            [layers times
            c1 = cross-attention | c2 = cross-attention
            f1 = feed-forward | f2 = feed-forward
            ]
            l1 = norm, pool [width] | l2 = norm, pool [width]
            y = combine [N width]
            x1 > p1 > c1 > f1 > l1 > y
            x2 > p2 > c2 > f2 > l2 > y
            p1 ~> c2
            p2 ~> c1
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    String query = options.query();
    if (query == null) {
      return EncodingSpec.pooled(options.combine().width(inputs.names().size(), width));
    }
    checkInput("query", query, inputs, problems);
    return EncodingSpec.pooled(width);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    String query = options.query();
    List<String> names = inputs.names();
    List<String> queries = query == null ? names : List.of(query);
    // One stream "side by side" is that stream, its missing vector where it is absent.
    Combination combine = query == null ? options.combine() : Combination.CONCAT;
    Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
    return new StreamStack(
        inputs,
        queries,
        options,
        combine,
        () -> StreamLayer.crossAttention(names, queries, sizes, options.selfAttention()));
  }
}
