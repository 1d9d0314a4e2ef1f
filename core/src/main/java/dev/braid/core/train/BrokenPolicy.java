package dev.braid.core.train;

/** What happens at a sample that cannot be read. */
public enum BrokenPolicy {
  /** The run ends with a message that names it. */
  FAIL,
  /** It is left out, counted and reported. */
  SKIP
}
