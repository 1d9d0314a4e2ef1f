package dev.braid.tasks.metrics;

/** Numbers that were predicted against the true ones, one at a time. */
public final class Residuals {

  private long samples;
  private double absolute;
  private double squared;
  private double mean;
  private double spread;

  /** Counts one number; the variance of the truth is gathered after Welford 1962. */
  public void add(double truth, double predicted) {
    samples++;
    absolute += Math.abs(predicted - truth);
    squared += (predicted - truth) * (predicted - truth);
    double before = truth - mean;
    mean += before / samples;
    spread += before * (truth - mean);
  }

  /** The mean of |predicted − truth|. */
  public double meanAbsoluteError() {
    return Scores.ratio(absolute, samples);
  }

  /** The root of the mean of (predicted − truth)². */
  public double rootMeanSquaredError() {
    return Math.sqrt(Scores.ratio(squared, samples));
  }

  /**
   * R², the share of the truth's variance that is explained, 1 − Σ(predicted − truth)² / Σ(truth −
   * mean)²; Draper and Smith, Applied Regression Analysis. Below 0 where the mean of the truth
   * would have been nearer. Of a truth that does not vary, 1 where all is right and 0 otherwise.
   */
  public double rSquared() {
    if (spread == 0) {
      return samples > 0 && squared == 0 ? 1 : 0;
    }
    return 1 - squared / spread;
  }
}
