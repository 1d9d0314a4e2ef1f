package dev.braid.api.metric;

import java.util.Arrays;

/** The ends of an interval, both included. */
public record Interval(double low, double high) {

  /**
   * The middle part of values: the percentile interval of Efron and Tibshirani, An Introduction to
   * the Bootstrap, 1993, chapter 13.
   *
   * @param values at least one, in any order
   * @param level the share of them that lies within, such as 0.95
   */
  public static Interval ofMiddle(double[] values, double level) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double tail = (1 - level) / 2;
    return new Interval(percentile(sorted, tail), percentile(sorted, 1 - tail));
  }

  /** Linear between the two neighbours of position q·(n − 1), as numpy does. */
  public static double percentile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
