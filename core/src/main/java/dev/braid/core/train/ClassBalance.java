package dev.braid.core.train;

/** What is done about classes that are rarer than others in the train split. */
public enum ClassBalance {
  /** Nothing. */
  NONE,
  /** Every class counts as much in the loss, {@code n / (classes * n_c)} a sample. */
  WEIGHTS,
  /** Every class is drawn as often, with replacement; an epoch keeps its length. */
  SAMPLER
}
