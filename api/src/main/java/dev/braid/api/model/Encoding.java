package dev.braid.api.model;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * The only thing that passes between parts. At least one of {@code tokens} and {@code pooled} is
 * there; a part gets the form it asked for.
 *
 * @param tokens {@code [B, T, D]}, zeros where masked
 * @param mask {@code [B, T]} boolean, true for real tokens; there exactly when tokens are
 * @param pooled {@code [B, D]}, arbitrary but finite where absent
 * @param present {@code [B]} boolean, false where the sample lacks this input
 */
public record Encoding(
    @Nullable NDArray tokens, @Nullable NDArray mask, @Nullable NDArray pooled, NDArray present) {

  /** Pooled vectors only. */
  public static Encoding ofPooled(NDArray pooled, NDArray present) {
    return new Encoding(null, null, pooled, present);
  }

  /** Tokens only. */
  public static Encoding ofTokens(NDArray tokens, NDArray mask, NDArray present) {
    return new Encoding(tokens, mask, null, present);
  }

  /**
   * Some of its samples, in the given order; a sample may come more than once.
   *
   * @param index {@code [R]} int64, the number of each sample
   */
  public Encoding rows(NDArray index) {
    return new Encoding(
        tokens == null ? null : Tensors.rows(tokens, index),
        mask == null ? null : Tensors.rowsOfMask(mask, index),
        pooled == null ? null : Tensors.rows(pooled, index),
        Tensors.rowsOfMask(present.expandDims(1), index).squeeze(1));
  }

  /** The same values, from which no gradient goes back to what made them. */
  public Encoding detach() {
    return new Encoding(
        tokens == null ? null : tokens.stopGradient(),
        mask,
        pooled == null ? null : pooled.stopGradient(),
        present);
  }

  /** The tokens, for a part that asked for them. */
  public NDArray requireTokens() {
    if (tokens == null) {
      throw new IllegalStateException("this encoding has no tokens; the part must ask for them");
    }
    return tokens;
  }

  /** The mask of the tokens, for a part that asked for tokens. */
  public NDArray requireMask() {
    if (mask == null) {
      throw new IllegalStateException("this encoding has no tokens; the part must ask for them");
    }
    return mask;
  }

  /** The pooled vectors, for a part that asked for them. */
  public NDArray requirePooled() {
    if (pooled == null) {
      throw new IllegalStateException(
          "this encoding has no pooled vector; the part must ask for it");
    }
    return pooled;
  }
}
