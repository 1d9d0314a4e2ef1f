package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How often each class was predicted, was true and was both, and the scores that follow: of a
 * class; micro, from the counts pooled over classes; macro, the unweighted mean over all classes,
 * seen or not; weighted by their support. Conventions as in scikit-learn with zero_division=0.
 */
public abstract sealed class ClassCounts permits Confusion, Multilabel {

  private final long[] right;
  private final long[] predicted;
  private final long[] support;

  ClassCounts(int classes) {
    right = new long[classes];
    predicted = new long[classes];
    support = new long[classes];
  }

  final void predicted(int c) {
    predicted[c]++;
  }

  final void truth(int c, boolean found) {
    support[c]++;
    right[c] += found ? 1 : 0;
  }

  /** How many classes there are. */
  public final int classes() {
    return right.length;
  }

  /** How many samples are of a class. */
  public final long support(int c) {
    return support[c];
  }

  /** How many predictions of a class are right, over all classes. */
  final long hits() {
    return sum(right);
  }

  /** The scores of one class. */
  public final Scores of(int c) {
    return Scores.of(right[c], predicted[c] - right[c], support[c] - right[c]);
  }

  /** The scores of the counts pooled over classes. */
  public final Scores micro() {
    long hits = hits();
    return Scores.of(hits, sum(predicted) - hits, sum(support) - hits);
  }

  /** The unweighted mean over all classes; its F1 is the mean of the classes' F1. */
  public final Scores macro() {
    long[] alike = new long[right.length];
    Arrays.fill(alike, 1);
    return mean(alike);
  }

  /** The mean over classes weighted by their support. */
  public final Scores weighted() {
    return mean(support);
  }

  private Scores mean(long[] weights) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (int c = 0; c < weights.length; c++) {
      Scores scores = of(c);
      precision += scores.precision() * weights[c];
      recall += scores.recall() * weights[c];
      f1 += scores.f1() * weights[c];
    }
    double all = sum(weights);
    return new Scores(
        Scores.ratio(precision, all), Scores.ratio(recall, all), Scores.ratio(f1, all));
  }

  static long sum(long[] values) {
    return LongStream.of(values).sum();
  }
}
