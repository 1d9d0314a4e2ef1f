package dev.braid.fusion;

import dev.braid.api.Problems;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;

/**
 * Refuses, before anything is allocated, what grows with the product of the inputs' widths: two
 * more inputs can turn a few thousand values into more than any memory holds.
 */
enum SizeLimit {
  /** Values of one sample; a million is 4 MB, in a batch of 64 a quarter of a gigabyte. */
  VALUES(1_000_000, "values a sample"),
  /** Trained values of one operator; a hundred million are 1.6 GB with gradients and Adam. */
  WEIGHTS(100_000_000, "weights");

  private final BigInteger limit;
  private final String unit;

  SizeLimit(long limit, String unit) {
    this.limit = BigInteger.valueOf(limit);
    this.unit = unit;
  }

  /** The product of sizes, of any length. */
  static BigInteger product(Collection<Integer> sizes) {
    return sizes.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** The largest size of which the product of so many is within the limit. */
  int root(int factors) {
    int root = (int) Math.floor(Math.pow(limit.doubleValue(), 1.0 / factors) + 1e-9);
    return Math.max(1, root);
  }

  /**
   * Reports a size above the limit.
   *
   * @param what has it, at the start of a sentence
   * @param help what to do instead
   * @return whether it is within the limit
   */
  boolean check(String option, String what, BigInteger size, String help, Problems problems) {
    if (size.compareTo(limit) <= 0) {
      return true;
    }
    problems.add(
        option,
        String.format(
            Locale.ROOT, "%s has %,d %s, more than %,d: %s", what, size, unit, limit, help));
    return false;
  }
}
