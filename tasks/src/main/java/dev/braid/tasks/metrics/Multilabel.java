package dev.braid.tasks.metrics;

/**
 * Counts of samples that may have any number of classes, and the measures that follow from them.
 * Subset accuracy is the share of samples whose classes are all right; Godbole and Sarawagi 2004.
 */
public final class Multilabel extends ClassCounts {

  private long samples;
  private long equal;

  /** Of a number of classes, nothing counted yet. */
  public Multilabel(int classes) {
    super(classes);
  }

  /**
   * Counts one sample.
   *
   * @param truth whether it has each class
   * @param predicted whether it was said to have each class
   */
  public void add(boolean[] truth, boolean[] predicted) {
    if (truth.length != classes() || predicted.length != classes()) {
      throw new IllegalArgumentException(
          "%d and %d classes of %d".formatted(truth.length, predicted.length, classes()));
    }
    boolean same = true;
    for (int c = 0; c < truth.length; c++) {
      if (predicted[c]) {
        predicted(c);
      }
      if (truth[c]) {
        truth(c, predicted[c]);
      }
      same &= truth[c] == predicted[c];
    }
    samples++;
    equal += same ? 1 : 0;
  }

  /** How many samples were counted. */
  public long samples() {
    return samples;
  }

  /** The share of samples with all classes right and none too much. */
  public double subsetAccuracy() {
    return Scores.ratio(equal, samples);
  }
}
