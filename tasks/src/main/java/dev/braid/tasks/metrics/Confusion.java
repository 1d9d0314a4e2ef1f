package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * Counts of true against predicted classes, and the measures that follow from them.
 *
 * <p>A truth of -1 is one that cannot be predicted: a sample with it is wrong, a false positive of
 * the predicted class and a false negative of none.
 */
public final class Confusion extends ClassCounts {

  /** With more classes than this the matrix has {@link #FIRST} of them and one row for the rest. */
  public static final int LARGEST_MATRIX = 200;

  /** How many classes keep a row of their own where there are too many. */
  public static final int FIRST = 20;

  private final long[] unseen;
  private final long[][] matrix;
  private long samples;

  /** Of a number of classes, nothing counted yet. */
  public Confusion(int classes) {
    super(classes);
    unseen = new long[classes];
    int rows = classes <= LARGEST_MATRIX ? classes : FIRST + 1;
    matrix = new long[rows][rows];
  }

  /** Counts one sample; {@code truth} may be -1. */
  public void add(int truth, int prediction) {
    samples++;
    predicted(prediction);
    if (truth < 0) {
      unseen[prediction]++;
      return;
    }
    truth(truth, truth == prediction);
    matrix[row(truth)][row(prediction)]++;
  }

  /** The row and column of a class; the last one is that of the rest, where there is one. */
  private int row(int c) {
    return Math.min(c, matrix.length - 1);
  }

  /** How many classes share the last row and column of the matrix; 0 where each has its own. */
  public int others() {
    return classes() == matrix.length ? 0 : classes() - FIRST;
  }

  /** How many samples were counted. */
  public long samples() {
    return samples;
  }

  /** How many samples had a truth of -1. */
  public long unseen() {
    return sum(unseen);
  }

  /** The share of samples that were right. */
  public double accuracy() {
    return Scores.ratio(hits(), samples);
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
}
