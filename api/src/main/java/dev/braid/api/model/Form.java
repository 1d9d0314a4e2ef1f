package dev.braid.api.model;

/** The two forms an encoding can have. */
public enum Form {
  /** One vector a sample, {@code [B, D]}. */
  POOLED,
  /** A sequence of vectors a sample, {@code [B, T, D]}, with a mask. */
  TOKENS
}
