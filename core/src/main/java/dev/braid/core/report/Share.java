package dev.braid.core.report;

/**
 * A share of samples with its 95 % interval by Wilson (1927), which stays within 0 and 1 and holds
 * for few samples too.
 */
record Share(double value, double low, double high) {

  private static final double Z = 1.959963984540054;

  static Share of(double value, long samples) {
    double square = Z * Z / samples;
    double centre = (value + square / 2) / (1 + square);
    double half =
        Z * Math.sqrt(value * (1 - value) / samples + square / (4 * samples)) / (1 + square);
    return new Share(value, Math.max(0, centre - half), Math.min(1, centre + half));
  }

  String interval() {
    return "%s to %s".formatted(Figures.measure(low), Figures.measure(high));
  }
}
