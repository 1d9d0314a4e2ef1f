package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * Tokens and which of them are real.
 *
 * @param tokens {@code [B, T, D]}
 * @param mask {@code [B, T]} boolean
 */
record Sequence(NDArray tokens, NDArray mask) {

  /** Tokens that all are real. */
  static Sequence real(NDArray tokens) {
    return new Sequence(
        tokens, tokens.getManager().ones(tokens.getShape().slice(0, 2), DataType.BOOLEAN));
  }

  /** The sequences of several inputs, one after the other. */
  static Sequence join(List<NDArray> tokens, List<NDArray> masks) {
    return new Sequence(Tensors.concat(tokens, 1), Tensors.concat(masks, 1));
  }

  /** This one, then another. */
  Sequence then(Sequence next) {
    return join(List.of(tokens, next.tokens), List.of(mask, next.mask));
  }
}
