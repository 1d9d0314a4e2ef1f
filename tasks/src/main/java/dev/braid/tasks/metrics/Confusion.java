package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Counts of true against predicted classes, and the measures that follow from them.
 *
 * <p>A truth of -1 is one that cannot be predicted: a sample with it is wrong, a false positive of
 * the predicted class and a false negative of none.
 */
public final class Confusion {

  /** With more classes than this the matrix has {@link #FIRST} of them and one row for the rest. */
  public static final int LARGEST_MATRIX = 200;

  /** How many classes keep a row of their own where there are too many. */
  public static final int FIRST = 20;

  private final long[] right;
  private final long[] predicted;
  private final long[] support;
  private final long[] unseen;
  private final long[][] matrix;
  private long samples;

  /** Of a number of classes, nothing counted yet. */
  public Confusion(int classes) {
    right = new long[classes];
    predicted = new long[classes];
    support = new long[classes];
    unseen = new long[classes];
    int rows = classes <= LARGEST_MATRIX ? classes : FIRST + 1;
    matrix = new long[rows][rows];
  }

  /** Counts one sample; {@code truth} may be -1. */
  public void add(int truth, int prediction) {
    samples++;
    predicted[prediction]++;
    if (truth < 0) {
      unseen[prediction]++;
      return;
    }
    support[truth]++;
    right[truth] += truth == prediction ? 1 : 0;
    matrix[row(truth)][row(prediction)]++;
  }

  /** The row and column of a class; the last one is that of the rest, where there is one. */
  private int row(int c) {
    return Math.min(c, matrix.length - 1);
  }

  /** How many classes share the last row and column of the matrix; 0 where each has its own. */
  public int others() {
    return right.length == matrix.length ? 0 : right.length - FIRST;
  }

  /** How many samples were counted. */
  public long samples() {
    return samples;
  }

  /** How many samples had a truth of -1. */
  public long unseen() {
    return sum(unseen);
  }

  /** How many samples are of a class. */
  public long support(int c) {
    return support[c];
  }

  /** The share of samples that were right. */
  public double accuracy() {
    return Scores.ratio(sum(right), samples);
  }

  /** The scores of one class. */
  public Scores of(int c) {
    return Scores.of(right[c], predicted[c] - right[c], support[c] - right[c]);
  }

  /** The scores of the counts pooled over classes. */
  public Scores micro() {
    long hits = sum(right);
    return Scores.of(hits, sum(predicted) - hits, sum(support) - hits);
  }

  /** The unweighted mean over all classes; its F1 is the mean of the classes' F1. */
  public Scores macro() {
    long[] alike = new long[right.length];
    Arrays.fill(alike, 1);
    return mean(alike);
  }

  /** The mean over classes weighted by their support. */
  public Scores weighted() {
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

  /**
   * Rows of true classes, columns of predicted ones. With more than {@link #LARGEST_MATRIX} classes
   * those of the first {@link #FIRST}, then one for all others together.
   */
  public List<List<Long>> rows() {
    return Arrays.stream(matrix).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  /** How often each column of {@link #rows()} was predicted for a truth of -1. */
  public List<Long> unseenRow() {
    long[] folded = new long[matrix.length];
    for (int c = 0; c < unseen.length; c++) {
      folded[row(c)] += unseen[c];
    }
    return Arrays.stream(folded).boxed().toList();
  }

  private static long sum(long[] values) {
    return LongStream.of(values).sum();
  }
}
