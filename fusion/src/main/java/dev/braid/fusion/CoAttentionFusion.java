package dev.braid.fusion;

import dev.braid.api.Option;
import dev.braid.api.Problems;
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
