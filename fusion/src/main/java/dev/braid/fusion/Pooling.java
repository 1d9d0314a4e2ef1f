package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Tensors;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How tokens become one vector. Not every operator has every way; {@link #check} tells. */
public enum Pooling {
  /** The mean over real tokens. */
  MEAN,
  /** The first real token. */
  FIRST,
  /** The last real token. */
  LAST,
  /** A learned token that the operator puts in front. */
  CLS,
  /** Not at all: the tokens and their mask are the result. */
  NONE;

  /** {@code [B, T, D]} under {@code [B, T]} to {@code [B, D]}, zeros where no token is real. */
  NDArray apply(NDArray tokens, NDArray mask) {
    return switch (this) {
      case MEAN -> Tensors.maskedMean(tokens, mask);
      case FIRST, CLS -> Tensors.firstReal(tokens, mask);
      case LAST -> Tensors.lastReal(tokens, mask);
      case NONE -> throw new IllegalStateException("'none' leaves the tokens as they are");
    };
  }

  /**
   * The result of an operator that has come to these tokens: one vector a sample, or with {@link
   * #NONE} the tokens themselves.
   *
   * @param present {@code [B]} boolean
   */
  Encoding result(Sequence sequence, NDArray present) {
    NDArray mask = sequence.mask();
    return this == NONE
        ? Encoding.ofTokens(Tensors.cover(sequence.tokens(), mask), mask, present)
        : Encoding.ofPooled(apply(sequence.tokens(), mask), present);
  }

  /**
   * What {@link #result} yields for tokens of a width.
   *
   * @param streams the inputs whose tokens these are, in order
   */
  EncodingSpec spec(int width, List<String> streams) {
    return this == NONE
        ? new EncodingSpec(width, Set.of(Form.TOKENS), streams)
        : EncodingSpec.pooled(width);
  }

  /** Reports a way that an operator does not have. */
  void check(String type, Set<Pooling> known, Problems problems) {
    if (!known.contains(this)) {
      problems.add("pooling", type + " has no pooling " + this + "; known: " + names(known));
    }
  }

  private static String names(Collection<Pooling> known) {
    return EnumSet.copyOf(known).stream().map(Pooling::toString).collect(Collectors.joining(", "));
  }

  /** As in a spec. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
