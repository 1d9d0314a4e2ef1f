package dev.braid.tasks.loss;

import java.util.Arrays;

/** How much the samples of each class count in a loss. */
public enum ClassWeights {
  /** All samples alike. */
  NONE,
  /** {@code n / (classes * n_c)}: every class counts as much in sum; King and Zeng 2001. */
  BALANCED;

  /**
   * The weight of each class.
   *
   * @param counts the number of training samples of each class, all above 0
   */
  public double[] of(long... counts) {
    double[] weights = new double[counts.length];
    double total = Arrays.stream(counts).sum();
    for (int c = 0; c < counts.length; c++) {
      weights[c] = this == NONE ? 1 : total / ((double) counts.length * counts[c]);
    }
    return weights;
  }
}
