package dev.braid.tasks.metrics;

import java.util.List;

/**
 * ROUGE-L of a sentence: precision and recall of the longest common subsequence of words, P the
 * largest over references of LCS/|c| and R the largest of LCS/|r|, as one figure F = (1 + β²)PR /
 * (R + β²P) with β = 1.2; Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, as
 * used for COCO captions. 0 where nothing is common.
 */
public final class RougeL {

  private static final double BETA_SQUARED = 1.2 * 1.2;

  private RougeL() {}

  /**
   * The score of a candidate, from 0 to 1. That of a corpus is the mean over its items.
   *
   * @param references at least one
   */
  public static double of(String candidate, List<String> references) {
    String[] words = Words.of(candidate).toArray(String[]::new);
    double precision = 0;
    double recall = 0;
    for (String reference : references) {
      String[] other = Words.of(reference).toArray(String[]::new);
      int common = common(words, other);
      precision = Math.max(precision, Scores.ratio(common, words.length));
      recall = Math.max(recall, Scores.ratio(common, other.length));
    }
    return Scores.ratio((1 + BETA_SQUARED) * precision * recall, recall + BETA_SQUARED * precision);
  }

  /** The length of the longest common subsequence. */
  private static int common(String[] a, String[] b) {
    int[] row = new int[b.length + 1];
    for (String word : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.length; j++) {
        int above = row[j];
        row[j] = word.equals(b[j - 1]) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.length];
  }
}
