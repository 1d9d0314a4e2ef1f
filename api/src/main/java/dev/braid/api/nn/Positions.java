package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import org.jspecify.annotations.Nullable;

/** Adds to each token of a sequence what tells its place. */
public final class Positions extends Module {

  /** How a token knows its place. */
  public enum Kind {
    /** Fixed sines and cosines; Vaswani et al. 2017. */
    SINUSOIDAL,
    /** A trained vector for each place. */
    LEARNED
  }

  private final int most;
  private final @Nullable Parameter weight;

  /**
   * The positions of one sequence.
   *
   * @param most places that learned positions have; sines have no end
   */
  public Positions(Kind kind, int most, int width) {
    this.most = most;
    weight = kind == Kind.LEARNED ? parameter("weight", Init.normal(0.02), most, width) : null;
  }

  /**
   * Tokens {@code [B, T, width]} with their places.
   *
   * @throws IllegalArgumentException if there are more tokens than learned positions
   */
  public NDArray apply(NDArray x) {
    if (weight == null) {
      return Sinusoids.add(x, 0);
    }
    int length = (int) x.getShape().get(1);
    if (length > most) {
      throw new IllegalArgumentException(
          "a sequence of %d tokens is longer than max_positions %d; raise it or let the reader yield fewer"
              .formatted(length, most));
    }
    return x.add(Tensors.slice(weight, 0, length, x));
  }
}
