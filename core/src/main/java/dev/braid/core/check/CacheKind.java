package dev.braid.core.check;

/** Where the features of an input are kept once they were read. */
public enum CacheKind {
  /** In memory, as many as {@code training.cache_mb} has room for. */
  MEMORY,
  /** In files of the cache folder, which other runs use too. */
  DISK,
  /** Nowhere: every value is read each time. */
  NONE
}
