package dev.braid.tasks.metrics;

import java.util.Arrays;

/** How well two lists of values go together. */
public final class Correlation {

  private Correlation() {}

  /**
   * Pearson's r, covariance over both deviations, from -1 to 1; Pearson, Notes on Regression and
   * Inheritance, 1895. 0 where all values of a list are equal.
   */
  public static double pearson(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " values and " + y.length);
    }
    double meanX = Arrays.stream(x).average().orElse(0);
    double meanY = Arrays.stream(y).average().orElse(0);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    return Scores.ratio(xy, Math.sqrt(xx) * Math.sqrt(yy));
  }
}
