package dev.braid.tasks.generation;

/**
 * A text that was written to its end.
 *
 * @param words their numbers, without begin and end
 * @param logProbability the sum over its words and its end
 * @param score what texts are ranked by: the same, made comparable between lengths
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Text(int[] words, double logProbability, double score) {

  /** With the length penalty of {@link #penalty}. */
  static Text of(int[] words, double logProbability, double alpha) {
    return new Text(words, logProbability, logProbability / penalty(words.length + 1, alpha));
  }

  /** What a log probability is divided by: {@code ((5 + length) / 6)^alpha}; Wu et al. 2016. */
  static double penalty(int length, double alpha) {
    return Math.pow((5 + length) / 6.0, alpha);
  }

  /** What the score is as a probability: e to its power, 0 where it is not a number. */
  public double probability() {
    return Double.isFinite(score) ? Math.exp(score) : 0;
  }
}
