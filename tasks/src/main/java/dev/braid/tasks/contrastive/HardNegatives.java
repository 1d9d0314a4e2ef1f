package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import java.util.random.RandomGenerator;

/**
 * Draws for each row of a batch another one that does not belong to it, the more likely the more
 * alike they are: with the probabilities that the softmax of their logits gives (ALBEF, Li et al.
 * 2021, arXiv:2107.07651, section 3.2).
 */
public final class HardNegatives {

  private HardNegatives() {}

  /**
   * Draws a column for each row.
   *
   * @param logits {@code [B, B]}; all the same for an even choice
   * @param allowed {@code [B, B]} boolean, such as what is compared and not positive
   * @return for each row a column, or -1 where none is allowed
   */
  public static int[] draw(NDArray logits, NDArray allowed, RandomGenerator random) {
    int size = Math.toIntExact(logits.getShape().get(0));
    float[] values = logits.toFloatArray();
    boolean[] may = allowed.toBooleanArray();
    int[] drawn = new int[size];
    for (int row = 0; row < size; row++) {
      drawn[row] = draw(values, may, row * size, size, random.nextDouble());
    }
    return drawn;
  }

  private static int draw(float[] logits, boolean[] allowed, int from, int size, double chance) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < size; c++) {
      largest = allowed[from + c] ? Math.max(largest, logits[from + c]) : largest;
    }
    double sum = 0;
    for (int c = 0; c < size; c++) {
      sum += allowed[from + c] ? Math.exp(logits[from + c] - largest) : 0;
    }
    double left = chance * sum;
    int last = -1;
    for (int c = 0; c < size; c++) {
      if (allowed[from + c]) {
        last = c;
        left -= Math.exp(logits[from + c] - largest);
        if (left < 0) {
          return c;
        }
      }
    }
    return last; // rounding may leave a little
  }
}
