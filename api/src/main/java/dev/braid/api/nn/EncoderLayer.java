package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;

/**
 * A Transformer encoder layer: self-attention and feed-forward, each with a residual and a norm.
 * Pre-norm: {@code x + f(LN x)}; post-norm: {@code LN(x + f(x))}. Vaswani et al. 2017.
 */
public final class EncoderLayer extends Module {

  private final boolean preNorm;
  private final double dropout;
  private final Attention attention;
  private final LayerNorm normSelf;
  private final FeedForward feedForward;
  private final LayerNorm normFeedForward;

  /** Dropout acts on attention weights, inside the feed-forward and on both residual branches. */
  public EncoderLayer(
      int width, int heads, int inner, Nonlinearity activation, boolean preNorm, double dropout) {
    this.preNorm = preNorm;
    this.dropout = dropout;
    attention = child("self_attention", new Attention(width, heads, dropout));
    normSelf = child("norm_self", new LayerNorm(width));
    feedForward = child("feed_forward", new FeedForward(width, inner, activation, dropout));
    normFeedForward = child("norm_feed_forward", new LayerNorm(width));
  }

  /** Applies the layer to {@code [B, T, width]} under {@code [B, T]}. */
  public NDArray apply(NDArray x, NDArray mask, boolean training) {
    if (preNorm) {
      NDArray n = normSelf.apply(x);
      NDArray y = x.add(drop(attention.apply(n, n, mask, training), training));
      return y.add(drop(feedForward.apply(normFeedForward.apply(y), training), training));
    }
    NDArray y = normSelf.apply(x.add(drop(attention.apply(x, x, mask, training), training)));
    return normFeedForward.apply(y.add(drop(feedForward.apply(y, training), training)));
  }

  private NDArray drop(NDArray x, boolean training) {
    return Tensors.dropout(x, dropout, training);
  }
}
