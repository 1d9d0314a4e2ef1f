package dev.braid.tasks.metrics;

import java.util.Arrays;

/** Values as their places in ascending order. */
final class Ranks {

  private Ranks() {}

  /** From 0, without gaps: equal values share a place and the next has the place behind it. */
  static int[] dense(double[] values) {
    double[] sorted = Arrays.stream(comparable(values)).sorted().distinct().toArray();
    return Arrays.stream(comparable(values))
        .mapToInt(value -> Arrays.binarySearch(sorted, value))
        .toArray();
  }

  /** From 1; equal values have the mean of the places they take. */
  static double[] average(double[] values) {
    int[] dense = dense(values);
    int[] counts = new int[values.length];
    for (int rank : dense) {
      counts[rank]++;
    }
    double[] means = new double[values.length];
    int before = 0;
    for (int rank = 0; rank < counts.length; rank++) {
      means[rank] = before + (counts[rank] + 1) / 2.0;
      before += counts[rank];
    }
    return Arrays.stream(dense).mapToDouble(rank -> means[rank]).toArray();
  }

  /** So that -0.0 is 0.0, which sorting tells apart; what is not a number has no place. */
  private static double[] comparable(double[] values) {
    return Arrays.stream(values)
        .map(
            value -> {
              if (Double.isNaN(value)) {
                throw new IllegalArgumentException("a value is not a number and has no rank");
              }
              return value + 0.0;
            })
        .toArray();
  }
}
