package dev.braid.core.train;

/** Which parameters weight decay pulls towards zero. */
public enum Decay {
  /** Those of two dimensions or more; biases and scales of norms are left alone. */
  MATRICES,
  /** Every one, as torch.optim does without parameter groups. */
  ALL
}
