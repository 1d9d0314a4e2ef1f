package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.Attention;
import dev.braid.api.nn.FeedForward;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One layer of {@code cross-attention}: every query stream attends, in turn, itself (if asked for)
 * and the tokens of all other streams, then passes a feed-forward. All streams are updated at once,
 * from the same state of all.
 */
final class CrossAttentionLayer extends Module {

  /** What all layers of an operator share; {@code inner} is the feed-forward's width. */
  record Sizes(
      int width,
      int heads,
      int inner,
      Nonlinearity activation,
      boolean selfAttention,
      Residual residual) {}

  private final List<String> queries;
  private final Residual residual;
  private final @Nullable PerInput<Attention> selfAttention;
  private final @Nullable PerInput<LayerNorm> normSelf;
  private final PerInput<Attention> crossAttention;
  private final PerInput<LayerNorm> normCross;
  private final PerInput<FeedForward> feedForward;
  private final PerInput<LayerNorm> normFeedForward;

  CrossAttentionLayer(List<String> names, List<String> queries, Sizes sizes) {
    this.queries = queries;
    residual = sizes.residual();
    selfAttention = sizes.selfAttention() ? attention("self_attention.", sizes) : null;
    normSelf = sizes.selfAttention() ? norm("norm_self.", queries, sizes) : null;
    crossAttention = attention("cross_attention.", sizes);
    // The norm before attention also prepares the keys and values of streams that only are
    // attended.
    normCross = norm("norm_cross.", residual.preNorm() ? names : queries, sizes);
    feedForward =
        PerInput.of(
            queries,
            m ->
                child(
                    "feed_forward." + m,
                    new FeedForward(
                        sizes.width(), sizes.inner(), sizes.activation(), residual.dropout())));
    normFeedForward = norm("norm_feed_forward.", queries, sizes);
  }

  private PerInput<Attention> attention(String prefix, Sizes sizes) {
    return PerInput.of(
        queries,
        m -> child(prefix + m, new Attention(sizes.width(), sizes.heads(), residual.dropout())));
  }

  private PerInput<LayerNorm> norm(String prefix, List<String> names, Sizes sizes) {
    return PerInput.of(names, m -> child(prefix + m, new LayerNorm(sizes.width())));
  }

  /** All streams {@code [B, T_m, width]} under {@code [B, T_m]}; only the queries change. */
  PerInput<NDArray> apply(PerInput<NDArray> x, PerInput<NDArray> masks, boolean training) {
    PerInput<NDArray> y = attendOthers(attendSelf(x, masks, training), masks, training);
    return y.with(
        PerInput.of(
            queries,
            m ->
                residual.apply(
                    y.get(m),
                    normFeedForward.get(m),
                    value -> feedForward.get(m).apply(value, training),
                    training)));
  }

  private PerInput<NDArray> attendSelf(
      PerInput<NDArray> x, PerInput<NDArray> masks, boolean training) {
    PerInput<Attention> attention = selfAttention;
    PerInput<LayerNorm> norm = normSelf;
    if (attention == null || norm == null) {
      return x;
    }
    return x.with(
        PerInput.of(
            queries,
            m ->
                residual.apply(
                    x.get(m),
                    norm.get(m),
                    value -> attention.get(m).apply(value, value, masks.get(m), training),
                    training)));
  }

  private PerInput<NDArray> attendOthers(
      PerInput<NDArray> x, PerInput<NDArray> masks, boolean training) {
    PerInput<NDArray> n =
        residual.preNorm() ? x.map((m, value) -> normCross.get(m).apply(value)) : x;
    return x.with(
        PerInput.of(
            queries,
            m -> {
              NDArray memory = Tensors.concat(n.others(m), 1);
              NDArray seen = Tensors.concat(masks.others(m), 1);
              NDArray found = crossAttention.get(m).apply(n.get(m), memory, seen, training);
              NDArray y = x.get(m).add(residual.drop(found, training));
              return residual.preNorm() ? y : normCross.get(m).apply(y);
            }));
  }
}
