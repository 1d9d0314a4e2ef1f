package dev.braid.core.parity;

/**
 * How far a value may be from the one in the file: {@code |a - b| <= absolute + relative * |b|}.
 */
public record Tolerance(double relative, double absolute) {

  /** Refuses what is not a finite number from 0. */
  public Tolerance {
    if (!(relative >= 0 && absolute >= 0)
        || Double.isInfinite(relative)
        || Double.isInfinite(absolute)) {
      throw new IllegalArgumentException("a tolerance is a number from 0");
    }
  }

  /** Whether a value is near enough; NaN never is, infinity only to itself. */
  boolean holds(double actual, double expected) {
    return actual == expected
        || (Double.isFinite(expected)
            && Math.abs(actual - expected) <= absolute + relative * Math.abs(expected));
  }
}
