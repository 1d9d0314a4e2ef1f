package dev.braid.fusion;

/** The options of operators that keep one stream of tokens for each input. */
interface StreamOptions extends TransformerOptions {

  int layers();

  Combination combine();
}
