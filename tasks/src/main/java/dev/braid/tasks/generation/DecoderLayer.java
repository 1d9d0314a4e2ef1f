package dev.braid.tasks.generation;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.Attention;
import dev.braid.api.nn.FeedForward;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.function.UnaryOperator;

/**
 * A Transformer decoder layer: attention to what was written, attention to a memory, feed-forward,
 * each {@code x + f(LN x)}. Vaswani et al. 2017, with the norms in front.
 */
final class DecoderLayer extends Module {

  private final double dropout;
  private final Attention selfAttention;
  private final LayerNorm normSelf;
  private final Attention crossAttention;
  private final LayerNorm normCross;
  private final FeedForward feedForward;
  private final LayerNorm normFeedForward;

  DecoderLayer(int width, int heads, int inner, double dropout) {
    this.dropout = dropout;
    selfAttention = child("self_attention", new Attention(width, heads, dropout));
    normSelf = child("norm_self", new LayerNorm(width));
    crossAttention = child("cross_attention", new Attention(width, heads, dropout));
    normCross = child("norm_cross", new LayerNorm(width));
    feedForward = child("feed_forward", new FeedForward(width, inner, Nonlinearity.RELU, dropout));
    normFeedForward = child("norm_feed_forward", new LayerNorm(width));
  }

  /** What a memory {@code [B, S, width]} is attended by, {@code [B, S, 2 * width]}. */
  NDArray memory(NDArray tokens) {
    return crossAttention.keysAndValues(tokens);
  }

  /**
   * All words of texts at once, each seeing those before it.
   *
   * @param x {@code [B, T, width]}
   * @param memory as {@link #memory} made it
   * @param mask {@code [B, S]}, true where the memory may be attended
   */
  NDArray apply(NDArray x, NDArray memory, NDArray mask, boolean training) {
    return apply(x, n -> selfAttention.causal(n, training), memory, mask, training);
  }

  /** What the words written so far are attended by: to append for {@code x [B, 1, width]}. */
  NDArray written(NDArray x) {
    return selfAttention.keysAndValues(normSelf.apply(x));
  }

  /**
   * The next word alone.
   *
   * @param x {@code [B, 1, width]}
   * @param written what {@link #written} gave for it and all before it, {@code [B, T, 2 * width]}
   */
  NDArray next(NDArray x, NDArray written, NDArray memory, NDArray mask) {
    NDArray all = x.getManager().ones(written.getShape().slice(0, 2)).gt(0);
    return apply(x, n -> selfAttention.attend(n, written, all, false), memory, mask, false);
  }

  private NDArray apply(
      NDArray x, UnaryOperator<NDArray> self, NDArray memory, NDArray mask, boolean training) {
    NDArray y = x.add(drop(self.apply(normSelf.apply(x)), training));
    NDArray found = crossAttention.attend(normCross.apply(y), memory, mask, training);
    y = y.add(drop(found, training));
    return y.add(drop(feedForward.apply(normFeedForward.apply(y), training), training));
  }

  private NDArray drop(NDArray branch, boolean training) {
    return Tensors.dropout(branch, dropout, training);
  }
}
