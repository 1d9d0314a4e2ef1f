package dev.braid.core.check;

/** How the tokens of an input become one vector, where a fusion operator wants vectors. */
public enum Pool {
  /** The mean over real tokens. */
  MEAN,
  /** The first real token. */
  FIRST,
  /** The last real token. */
  LAST,
  /** A weighted mean, its weights from a learned query. */
  ATTENTION
}
