package dev.braid.tasks.metrics;

/**
 * How far confidences are from the share of predictions that are right: the expected calibration
 * error Σ nₘ/n |accuracyₘ − mean confidenceₘ| over bins ((m − 1)/M, m/M] of equal width; Guo et
 * al., On Calibration of Modern Neural Networks, 2017, arXiv:1706.04599. A confidence of 0 is in
 * the first bin.
 */
public final class Calibration {

  /** As many bins as the paper has. */
  public static final int BINS = 15;

  private final double[] confidences;
  private final long[] right;
  private long samples;

  /** With {@link #BINS} bins, nothing counted yet. */
  public Calibration() {
    this(BINS);
  }

  /** With a number of bins. */
  public Calibration(int bins) {
    confidences = new double[bins];
    right = new long[bins];
  }

  /**
   * Counts one prediction.
   *
   * @param confidence the probability of what was predicted, from 0 to 1
   */
  public void add(double confidence, boolean correct) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("a confidence is between 0 and 1, not " + confidence);
    }
    int bins = right.length;
    int bin = Math.max(0, (int) Math.ceil(confidence * bins) - 1);
    // The product is rounded; the bounds of a bin are quotients.
    if (bin > 0 && confidence <= (double) bin / bins) {
      bin--;
    } else if (confidence > (bin + 1.0) / bins) {
      bin++;
    }
    confidences[bin] += confidence;
    right[bin] += correct ? 1 : 0;
    samples++;
  }

  /** The expected calibration error, from 0 to 1. */
  public double error() {
    double sum = 0;
    for (int bin = 0; bin < right.length; bin++) {
      sum += Math.abs(right[bin] - confidences[bin]);
    }
    return Scores.ratio(sum, samples);
  }
}
