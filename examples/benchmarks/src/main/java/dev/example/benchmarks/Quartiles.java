package dev.example.benchmarks;

import java.util.Collection;

/** The median of some measurements and the range of their middle half. */
record Quartiles(double low, double median, double high) {

  static Quartiles of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /** Between two values the line through them counts. */
  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String toString() {
    return "%.4f (middle half %.4f to %.4f)".formatted(median, low, high);
  }
}
