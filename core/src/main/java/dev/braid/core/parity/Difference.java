package dev.braid.core.parity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far values are from those in a file.
 *
 * @param largest the largest absolute difference; NaN where a value is no number
 * @param wrong the number of values outside the tolerance
 * @param first the first of them in words, or null where there is none
 */
public record Difference(double largest, int wrong, @Nullable String first) {

  /** No values, or none that differs. */
  static final Difference NONE = new Difference(0, 0, null);

  /** Compares two arrays of one shape, which is used to say where a value stands. */
  static Difference between(
      String name, float[] actual, float[] expected, long[] shape, Tolerance tolerance) {
    Difference all = NONE;
    for (int i = 0; i < expected.length; i++) {
      boolean same = actual[i] == expected[i];
      double size = same ? 0 : Math.abs((double) actual[i] - expected[i]);
      boolean near = tolerance.holds(actual[i], expected[i]);
      String first =
          near || all.first != null
              ? all.first
              : "%s%s is %s, in the file %s"
                  .formatted(name, Arrays.toString(place(i, shape)), actual[i], expected[i]);
      all = new Difference(Math.max(all.largest, size), all.wrong + (near ? 0 : 1), first);
    }
    return all;
  }

  /** Both together. */
  Difference and(Difference other) {
    return new Difference(
        Math.max(largest, other.largest), wrong + other.wrong, first == null ? other.first : first);
  }

  private static long[] place(int index, long[] shape) {
    long[] place = new long[shape.length];
    long rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return place;
  }
}
