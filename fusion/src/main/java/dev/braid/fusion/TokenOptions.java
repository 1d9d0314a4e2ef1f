package dev.braid.fusion;

import org.jspecify.annotations.Nullable;

/** The options that operators on tokens have in common, and how they are described. */
interface TokenOptions {

  String WIDTH =
      "Width that each input is projected to; null takes the inputs as they are, which must then"
          + " have one width";
  String HEADS = "Attention heads; must divide the width";
  String LAYERS = "Number of layers";
  String FEED_FORWARD = "Inner width of the feed-forward; null means 4 * width";
  String ACTIVATION = "Function inside the feed-forward";
  String PRE_NORM = "Norm before each sub-layer, x + f(LN x), or after it, LN(x + f(x))";
  String DROPOUT = "Dropout on attention weights, in the feed-forward and on sub-layers";
  String TYPE_EMBEDDING = "Whether a learned vector of its input is added to every token";
  String STREAM_POOLING =
      "How the tokens of a stream become one vector: mean, first, last or cls, a learned token";
  String COMBINE = "How the streams' vectors become one";

  @Nullable Integer width();

  int heads();

  Pooling pooling();
}
