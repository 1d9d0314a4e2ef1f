package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of a corpus: clipped n-gram counts and lengths summed over items; Papineni et al., BLEU: a
 * Method for Automatic Evaluation of Machine Translation, 2002. The reference length of an item is
 * the closest to the candidate's, the shorter of two; the brevity penalty is exp(1 − r/c) where c <
 * r, and 0 for candidates without a word. Nothing is smoothed: where an order has no match, it and
 * the orders above are 0. Words are what stands between spaces.
 */
public final class Bleu {

  /** The largest n of the n-grams. */
  public static final int ORDER = 4;

  private static final int LENGTH = 2 * ORDER;
  private static final int REFERENCE = LENGTH + 1;

  private final double[] sums = new double[REFERENCE + 1];

  /**
   * What an item adds to the corpus: matches of 1 to 4 words, n-grams there are of each, the words
   * of the candidate and of the reference. Sums of these are all that BLEU depends on.
   *
   * @param references at least one
   */
  public static double[] counts(String candidate, List<String> references) {
    List<String> words = Words.of(candidate);
    List<List<String>> others = references.stream().map(Words::of).toList();
    double[] counts = new double[REFERENCE + 1];
    counts[LENGTH] = words.size();
    counts[REFERENCE] = closest(words.size(), others);
    for (int n = 1; n <= ORDER; n++) {
      Map<List<String>, Integer> limit = new HashMap<>();
      for (List<String> other : others) {
        Words.ngrams(other, n).forEach((gram, count) -> limit.merge(gram, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> gram : Words.ngrams(words, n).entrySet()) {
        counts[n - 1] += Math.min(gram.getValue(), limit.getOrDefault(gram.getKey(), 0));
        counts[ORDER + n - 1] += gram.getValue();
      }
    }
    return counts;
  }

  private static int closest(int length, List<List<String>> references) {
    int best = references.get(0).size();
    for (List<String> reference : references) {
      int distance = Math.abs(reference.size() - length) - Math.abs(best - length);
      if (distance < 0 || (distance == 0 && reference.size() < best)) {
        best = reference.size();
      }
    }
    return best;
  }

  /** Counts one item. */
  public void add(String candidate, List<String> references) {
    add(counts(candidate, references));
  }

  /** Counts one item by its {@link #counts}. */
  public void add(double[] counts) {
    Arrays.setAll(sums, i -> sums[i] + counts[i]);
  }

  /** BLEU with n-grams of 1 to n words, from 0 to 1. */
  public double score(int n) {
    double logs = 0;
    for (int order = 0; order < n; order++) {
      if (sums[order] == 0) {
        return 0;
      }
      logs += Math.log(sums[order] / sums[ORDER + order]);
    }
    return brevityPenalty() * Math.exp(logs / n);
  }

  /** What short candidates are multiplied by. */
  public double brevityPenalty() {
    if (sums[LENGTH] >= sums[REFERENCE]) {
      return 1;
    }
    return sums[LENGTH] == 0 ? 0 : Math.exp(1 - sums[REFERENCE] / sums[LENGTH]);
  }

  /** The words of all candidates. */
  public long candidateLength() {
    return (long) sums[LENGTH];
  }

  /** The words of the references closest to them. */
  public long referenceLength() {
    return (long) sums[REFERENCE];
  }
}
