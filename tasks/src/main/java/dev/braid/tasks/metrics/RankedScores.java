package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Scores of samples that are true or not, the higher the surer, and how well they part the two.
 * Samples of equal scores are always on the same side of a threshold.
 */
public final class RankedScores {

  private final double[] thresholds;
  private final long[] positives;
  private final long[] negatives;

  /**
   * Sorts samples.
   *
   * @param scores numbers, one a sample
   * @param truth whether each is true
   */
  public RankedScores(double[] scores, boolean[] truth) {
    if (scores.length != truth.length) {
      throw new IllegalArgumentException(scores.length + " scores and " + truth.length + " truths");
    }
    int[] ranks = Ranks.dense(scores);
    int steps = Arrays.stream(ranks).max().orElse(-1) + 1;
    thresholds = new double[steps];
    positives = new long[steps];
    negatives = new long[steps];
    for (int i = 0; i < scores.length; i++) {
      int step = steps - 1 - ranks[i];
      thresholds[step] = scores[i];
      positives[step] += truth[i] ? 1 : 0;
      negatives[step] += truth[i] ? 0 : 1;
    }
  }

  /**
   * The area under the ROC curve: the share of pairs of a true and an untrue sample in which the
   * true one has the higher score, half where both have the same; Hanley and McNeil, The Meaning
   * and Use of the Area under a ROC Curve, 1982. 0.5 where there is no such pair.
   */
  public double rocAuc() {
    double ordered = 0;
    long above = 0;
    for (int step = 0; step < thresholds.length; step++) {
      ordered += negatives[step] * (above + positives[step] / 2.0);
      above += positives[step];
    }
    double pairs = (double) above * ClassCounts.sum(negatives);
    return pairs == 0 ? 0.5 : ordered / pairs;
  }

  /**
   * Average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over falling thresholds, without interpolation, as in
   * scikit-learn; Manning, Raghavan and Schütze 2008, chapter 8. 0 where no sample is true.
   */
  public double averagePrecision() {
    double sum = 0;
    long right = 0;
    long predicted = 0;
    for (int step = 0; step < thresholds.length; step++) {
      right += positives[step];
      predicted += positives[step] + negatives[step];
      sum += positives[step] * ((double) right / predicted);
    }
    return Scores.ratio(sum, right);
  }

  /**
   * A threshold and the F1 of those at or above it.
   *
   * @param value a score that occurs
   */
  public record Threshold(double value, double f1) {}

  /**
   * The threshold of the largest F1 on these samples, the highest of several. Choose it on
   * validation samples: on those it is measured with, its F1 is too good.
   */
  public Threshold best() {
    long all = ClassCounts.sum(positives);
    long[] right = positives.clone();
    Arrays.parallelPrefix(right, Long::sum);
    long[] wrong = negatives.clone();
    Arrays.parallelPrefix(wrong, Long::sum);
    return IntStream.range(0, thresholds.length)
        .mapToObj(
            step ->
                new Threshold(
                    thresholds[step], Scores.of(right[step], wrong[step], all - right[step]).f1()))
        .max(Comparator.comparingDouble(Threshold::f1).thenComparing(Threshold::value))
        .orElseThrow(() -> new IllegalStateException("a threshold needs at least one sample"));
  }
}
