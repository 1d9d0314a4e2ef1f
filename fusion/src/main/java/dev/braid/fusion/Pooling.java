package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.Tensors;

/** How the tokens of a stream become one vector. */
public enum Pooling {
  /** The mean over real tokens. */
  MEAN,
  /** The first real token. */
  FIRST,
  /** The last real token. */
  LAST,
  /** A learned token that the operator puts in front. */
  CLS;

  /** {@code [B, T, D]} under {@code [B, T]} to {@code [B, D]}, zeros where no token is real. */
  NDArray apply(NDArray tokens, NDArray mask) {
    return switch (this) {
      case MEAN -> Tensors.maskedMean(tokens, mask);
      case FIRST, CLS -> Tensors.firstReal(tokens, mask);
      case LAST -> Tensors.lastReal(tokens, mask);
    };
  }
}
