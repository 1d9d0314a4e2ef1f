package dev.braid.fusion;

import dev.braid.api.nn.Attention;
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.FeedForward;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Nonlinearity;

/**
 * What the Transformer layers of an operator share, and the pieces of such a layer.
 *
 * @param inner the feed-forward's inner width
 */
record Sizes(int width, int heads, int inner, Nonlinearity activation, Residual residual) {

  /** As the options say, for layers of a width. */
  static Sizes of(TransformerOptions options, int width) {
    Integer inner = options.feedForward();
    return new Sizes(
        width,
        options.heads(),
        inner == null ? 4 * width : inner,
        options.activation(),
        new Residual(options.preNorm(), options.dropout()));
  }

  Attention attention() {
    return new Attention(width, heads, residual.dropout());
  }

  FeedForward feedForward() {
    return new FeedForward(width, inner, activation, residual.dropout());
  }

  LayerNorm norm() {
    return new LayerNorm(width);
  }

  EncoderLayer encoderLayer() {
    return new EncoderLayer(
        width, heads, inner, activation, residual.preNorm(), residual.dropout());
  }
}
