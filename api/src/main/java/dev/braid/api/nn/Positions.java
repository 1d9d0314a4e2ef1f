package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
  private final int width;
  private final @Nullable Parameter weight;

  /**
   * The positions of one sequence.
   *
   * @param most places that learned positions have; sines have no end
   */
  public Positions(Kind kind, int most, int width) {
    this.most = most;
    this.width = width;
    weight = kind == Kind.LEARNED ? parameter("weight", Init.normal(0.02), most, width) : null;
  }

  /**
   * Tokens {@code [B, T, width]} with their places.
   *
   * @throws IllegalArgumentException if there are more tokens than learned positions
   */
  public NDArray apply(NDArray x) {
    int length = (int) x.getShape().get(1);
    if (weight == null) {
      return x.add(x.getManager().create(sines(length, width), new Shape(length, width)));
    }
    if (length > most) {
      throw new IllegalArgumentException(
          "a sequence of %d tokens is longer than max_positions %d; raise it or let the reader yield fewer"
              .formatted(length, most));
    }
    return x.add(Tensors.slice(weight, 0, length, x));
  }

  private static float[] sines(int length, int width) {
    float[] values = new float[length * width];
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < width; i++) {
        double angle = t / Math.pow(10000, (i - i % 2) / (double) width);
        values[t * width + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return values;
  }
}
