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
 * {@code co-attention}: layers in which the tokens of each input first attend the tokens of all
 * others, then themselves, each time followed by a feed-forward:
 *
 * <pre>{@code
 * X_m = P_m x_m                                    [B, T_m, width]; cls first with pooling cls
 * X_m <- X_m + CA(X_m; X_j of all j other than m)  a layer's four sub-layers, each with its norm
 * X_m <- X_m + FFN(X_m)
 * X_m <- X_m + SA(X_m)
 * X_m <- X_m + FFN(X_m)
 * y   = combine(pool X_1, ..., pool X_N)           [B, N width] or [B, width]
 * }</pre>
 *
 * ViLBERT, Lu et al. 2019 (arXiv:1908.02265), which has two streams; here there may be more.
 *
 * <p>An input that a sample lacks is never attended; in its place in the result stands {@code
 * missing.<m>} (concat), nothing (mean, sum) or ones (product).
 */
public final class CoAttentionFusion extends TokenFactory<CoAttentionFusion.Options> {

  /** The options of {@code co-attention}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = TokenOptions.FEED_FORWARD, min = 1) @Nullable Integer feedForward,
      @Option(value = TokenOptions.ACTIVATION, byDefault = "gelu") Nonlinearity activation,
      @Option(value = TokenOptions.PRE_NORM, byDefault = "false") boolean preNorm,
      @Option(value = TokenOptions.STREAM_POOLING, byDefault = "mean") Pooling pooling,
      @Option(value = TokenOptions.COMBINE, byDefault = "concat") Combination combine,
      @Option(value = TokenOptions.DROPOUT, byDefault = "0.1", min = 0, max = 0.99) double dropout)
      implements StreamOptions {}

  /** As the plugin lists it. */
  public CoAttentionFusion() {
    super(true, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.CLS);
  }

  @Override
  public String type() {
    return "co-attention";
  }

  @Override
  public String description() {
    return "Layers in which each input's tokens attend all others, then themselves (ViLBERT)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Tokens attend all others, then themselves",
            """
            X_m = P_m x_m                                    cls first with pooling: cls
            a layer's four sub-layers, each with a residual and a norm:
            X_m <- X_m + CA(X_m; X_j of all j other than m)
            X_m <- X_m + FFN(X_m)
            X_m <- X_m + SA(X_m)
            X_m <- X_m + FFN(X_m)
            then y = combine(pool X_1, ..., pool X_N)
            """)
        .from(
            "ViLBERT, Lu et al. 2019, arXiv:1908.02265, which has two streams; here there "
                + "may be more")
        .absent(
            "Never attended. In its place in the result stands the learned `missing.<m>` "
                + "(concat), nothing (mean, sum) or ones (product). With nothing to attend the "
                + "attention adds zero.")
        .yields("N · width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost(
            "attention",
            "layers · N · 2 · 4 · width · (width + 1)",
            "layers · Σ_m (2 · T · width² + 2 · T_m · (T − T_m) · width + 4 · T_m · width² + "
                + "2 · T_m² · width)")
        .cost(
            "feed-forwards",
            "layers · N · 2 · (2 · width · feed_forward + width + feed_forward)",
            "layers · 4 · T · width · feed_forward")
        .cost("norms", "layers · N · 8 · width", "")
        .cost("vectors for absent inputs", "N · width", "")
        .example("width: W, feed_forward: 4W")
        .advice(
            "Deep joint models with pretrained encoders and much data. A layer costs twice "
                + "that of `cross-attention`; with one layer and encoders that already attend "
                + "themselves the second half adds little. Norms come after the sub-layers by "
                + "default, which wants warm-up or a small learning rate when layers are many.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2]
            p1 = P_1 [T_1, width] | p2 = P_2 [T_2, width]
            [layers times
            c1 = cross-attention | c2 = cross-attention
            f1 = feed-forward | f2 = feed-forward
            s1 = self-attention | s2 = self-attention
            g1 = feed-forward | g2 = feed-forward
            ]
            l1 = pool [width] | l2 = pool [width]
            y = combine [N width]
            x1 > p1 > c1 > f1 > s1 > g1 > l1 > y
            x2 > p2 > c2 > f2 > s2 > g2 > l2 > y
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
    return EncodingSpec.pooled(options.combine().width(inputs.names().size(), width));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    List<String> names = inputs.names();
    Sizes sizes = Sizes.of(options, Projection.width(options.width(), inputs));
    return new StreamStack(
        inputs, names, options, options.combine(), () -> StreamLayer.coAttention(names, sizes));
  }
}
