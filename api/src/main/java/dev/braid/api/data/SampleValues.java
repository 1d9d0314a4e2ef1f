package dev.braid.api.data;

/**
 * What each sample adds to a figure. An evaluation of a task that also implements this says that
 * the task's primary metric is the mean of these values: 1 or 0 for a right or wrong answer, an
 * absolute error, whether the true match came first. They are kept with the predictions of the test
 * split, and comparisons pair them by sample to say how sure a difference is. A metric of all
 * samples at once, such as BLEU of a corpus, has none.
 */
public interface SampleValues {

  /** The values so far, one for each sample, in the order in which the samples were added. */
  double[] values();
}
