package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.Attention;
import dev.braid.api.nn.FeedForward;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One layer of {@code cross-attention} or {@code co-attention}: the streams pass its sub-layers in
 * turn. In each of them all streams are updated at once, from the same state of all.
 */
final class StreamLayer extends Module {

  private interface SubLayer {
    PerInput<NDArray> apply(PerInput<NDArray> x, PerInput<NDArray> masks, boolean training);
  }

  private final List<String> names;
  private final List<String> queries;
  private final Sizes sizes;
  private final Residual residual;
  private final List<SubLayer> subLayers = new ArrayList<>();

  private StreamLayer(List<String> names, List<String> queries, Sizes sizes) {
    this.names = names;
    this.queries = queries;
    this.sizes = sizes;
    residual = sizes.residual();
  }

  /**
   * Each query stream attends itself (if asked for), then the tokens of all other streams, then
   * passes a feed-forward.
   */
  static StreamLayer crossAttention(
      List<String> names, List<String> queries, Sizes sizes, boolean selfAttention) {
    StreamLayer layer = new StreamLayer(names, queries, sizes);
    if (selfAttention) {
      layer.attendSelf();
    }
    layer.attendOthers();
    layer.feed("");
    return layer;
  }

  /**
   * Each stream attends the tokens of all other streams, passes a feed-forward, attends itself and
   * passes another feed-forward.
   */
  static StreamLayer coAttention(List<String> names, Sizes sizes) {
    StreamLayer layer = new StreamLayer(names, names, sizes);
    layer.attendOthers();
    layer.feed("_cross");
    layer.attendSelf();
    layer.feed("_self");
    return layer;
  }

  private void attendSelf() {
    PerInput<Attention> attention = attention("self_attention.");
    PerInput<LayerNorm> norms = norms("norm_self.", queries);
    subLayers.add(
        (x, masks, training) ->
            each(
                x,
                norms,
                m -> value -> attention.get(m).apply(value, value, masks.get(m), training),
                training));
  }

  private void feed(String suffix) {
    PerInput<FeedForward> feedForward =
        PerInput.of(queries, m -> child("feed_forward" + suffix + "." + m, sizes.feedForward()));
    PerInput<LayerNorm> norms = norms("norm_feed_forward" + suffix + ".", queries);
    subLayers.add(
        (x, masks, training) ->
            each(x, norms, m -> value -> feedForward.get(m).apply(value, training), training));
  }

  private void attendOthers() {
    PerInput<Attention> attention = attention("cross_attention.");
    // The norm before attention also prepares the keys and values of streams that only are
    // attended.
    PerInput<LayerNorm> norms = norms("norm_cross.", residual.preNorm() ? names : queries);
    subLayers.add(
        (x, masks, training) -> {
          PerInput<NDArray> n =
              residual.preNorm() ? x.map((m, value) -> norms.get(m).apply(value)) : x;
          return x.with(
              PerInput.of(
                  queries,
                  m -> {
                    NDArray memory = Tensors.concat(n.others(m), 1);
                    NDArray seen = Tensors.concat(masks.others(m), 1);
                    NDArray found = attention.get(m).apply(n.get(m), memory, seen, training);
                    NDArray y = x.get(m).add(residual.drop(found, training));
                    return residual.preNorm() ? y : norms.get(m).apply(y);
                  }));
        });
  }

  private PerInput<Attention> attention(String prefix) {
    return PerInput.of(queries, m -> child(prefix + m, sizes.attention()));
  }

  private PerInput<LayerNorm> norms(String prefix, List<String> of) {
    return PerInput.of(of, m -> child(prefix + m, sizes.norm()));
  }

  private PerInput<NDArray> each(
      PerInput<NDArray> x,
      PerInput<LayerNorm> norms,
      Function<String, UnaryOperator<NDArray>> f,
      boolean training) {
    return x.with(
        PerInput.of(queries, m -> residual.apply(x.get(m), norms.get(m), f.apply(m), training)));
  }

  /** All streams {@code [B, T_m, width]} under {@code [B, T_m]}; only the queries change. */
  PerInput<NDArray> apply(PerInput<NDArray> x, PerInput<NDArray> masks, boolean training) {
    PerInput<NDArray> y = x;
    for (SubLayer subLayer : subLayers) {
      y = subLayer.apply(y, masks, training);
    }
    return y;
  }
}
