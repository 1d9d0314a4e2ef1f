package dev.braid.tasks.metrics;

import java.util.Arrays;

/**
 * How far two lists of values put the same items into the same order, from -1 to 1. Where all
 * values of a list are equal there is no order, and both are 0.
 */
public final class RankCorrelation {

  private RankCorrelation() {}

  /**
   * Kendall's τ-b, (C − D) / √((n₀ − tiesₓ)(n₀ − tiesᵧ)), where C and D are the pairs in equal and
   * in opposite order; Kendall, The Treatment of Ties in Ranking Problems, 1945. In O(n log n)
   * after Knight 1966.
   */
  public static double kendallTauB(double[] x, double[] y) {
    requireSameLength(x, y);
    int[] a = Ranks.dense(x);
    int[] b = Ranks.dense(y);
    long[] pairs = new long[a.length];
    Arrays.setAll(pairs, i -> ((long) a[i] << 32) | b[i]);
    Arrays.sort(pairs);
    long all = tied(pairs.length);
    long tiesX = ties(Arrays.stream(pairs).map(pair -> pair >>> 32).toArray());
    long tiesBoth = ties(pairs);
    int[] second = Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
    long discordant = swaps(second); // leaves it sorted
    long tiesY = ties(Arrays.stream(second).asLongStream().toArray());
    long difference = all - tiesX - tiesY + tiesBoth - 2 * discordant;
    return Scores.ratio(difference, Math.sqrt((double) (all - tiesX) * (all - tiesY)));
  }

  /** Pairs of equal values among sorted ones. */
  private static long ties(long[] sorted) {
    long ties = 0;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        ties += tied(i - from);
        from = i;
      }
    }
    return ties;
  }

  private static long tied(long n) {
    return n * (n - 1) / 2;
  }

  /** Sorts by merging and returns the number of pairs that were the wrong way round. */
  private static long swaps(int[] values) {
    int[] other = new int[values.length];
    long swaps = 0;
    for (int width = 1; width < values.length; width *= 2) {
      for (int from = 0; from < values.length; from += 2 * width) {
        int middle = Math.min(from + width, values.length);
        int to = Math.min(from + 2 * width, values.length);
        int left = from;
        int right = middle;
        for (int k = from; k < to; k++) {
          boolean takeRight = left == middle || (right < to && values[right] < values[left]);
          swaps += takeRight ? middle - left : 0;
          other[k] = takeRight ? values[right++] : values[left++];
        }
      }
      System.arraycopy(other, 0, values, 0, values.length);
    }
    return swaps;
  }

  /**
   * Spearman's ρ, the Pearson correlation of ranks, where equal values have their mean rank;
   * Spearman, The Proof and Measurement of Association between Two Things, 1904.
   */
  public static double spearmanRho(double[] x, double[] y) {
    requireSameLength(x, y);
    double[] a = Ranks.average(x);
    double[] b = Ranks.average(y);
    double middle = (a.length + 1) / 2.0;
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - middle) * (b[i] - middle);
      squaresA += (a[i] - middle) * (a[i] - middle);
      squaresB += (b[i] - middle) * (b[i] - middle);
    }
    return Scores.ratio(both, Math.sqrt(squaresA * squaresB));
  }

  private static void requireSameLength(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " values and " + y.length);
    }
  }
}
