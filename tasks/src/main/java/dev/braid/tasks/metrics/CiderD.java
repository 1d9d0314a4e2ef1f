package dev.braid.tasks.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr-D, how much a caption is like those that people wrote; Vedantam, Zitnick and Parikh, CIDEr:
 * Consensus-based Image Description Evaluation, 2015, arXiv:1411.5726.
 *
 * <p>For n-grams of 1 to 4 words with tf = count and idf = ln(items) − ln(max(1, items with the
 * n-gram in a reference)): the cosine of candidate c and reference r, clipped by Σ min(c, r)·r /
 * (|c||r|), times exp(−(bigrams of c − bigrams of r)² / (2·6²)); the mean over n and references,
 * times 10. With one item every idf of its own n-grams, and so the score, is 0.
 */
public final class CiderD {

  private static final int ORDER = 4;
  private static final double TWO_SIGMA_SQUARED = 2 * 6.0 * 6.0;

  private final Map<List<String>, Integer> documents = new HashMap<>();
  private final double logItems;

  /**
   * Counts in how many items each n-gram occurs.
   *
   * @param references of every item of the corpus
   */
  public CiderD(List<List<String>> references) {
    logItems = Math.log(references.size());
    for (List<String> item : references) {
      Set<List<String>> grams = new HashSet<>();
      for (String reference : item) {
        List<String> words = Words.of(reference);
        for (int n = 1; n <= ORDER; n++) {
          grams.addAll(Words.ngrams(words, n).keySet());
        }
      }
      grams.forEach(gram -> documents.merge(gram, 1, Integer::sum));
    }
  }

  /**
   * The score of a candidate, from 0 to 10. That of a corpus is the mean over its items.
   *
   * @param references at least one
   */
  public double of(String candidate, List<String> references) {
    List<String> words = Words.of(candidate);
    List<Map<List<String>, Double>> vectors = vectors(words);
    double total = 0;
    for (String reference : references) {
      List<String> other = Words.of(reference);
      double difference = Math.max(words.size() - 1, 0) - Math.max(other.size() - 1, 0);
      double near = Math.exp(-difference * difference / TWO_SIGMA_SQUARED);
      List<Map<List<String>, Double>> others = vectors(other);
      for (int n = 0; n < ORDER; n++) {
        total += clippedCosine(vectors.get(n), others.get(n)) * near / ORDER;
      }
    }
    return 10 * total / references.size();
  }

  private List<Map<List<String>, Double>> vectors(List<String> words) {
    List<Map<List<String>, Double>> vectors = new ArrayList<>();
    for (int n = 1; n <= ORDER; n++) {
      Map<List<String>, Double> vector = new HashMap<>();
      Words.ngrams(words, n)
          .forEach(
              (gram, count) ->
                  vector.put(
                      gram,
                      count * (logItems - Math.log(Math.max(1, documents.getOrDefault(gram, 0))))));
      vectors.add(vector);
    }
    return vectors;
  }

  private static double clippedCosine(Map<List<String>, Double> a, Map<List<String>, Double> b) {
    double dot = 0;
    for (Map.Entry<List<String>, Double> gram : a.entrySet()) {
      double other = b.getOrDefault(gram.getKey(), 0.0);
      dot += Math.min(gram.getValue(), other) * other;
    }
    double norm = norm(a) * norm(b);
    return norm == 0 ? dot : dot / norm;
  }

  private static double norm(Map<List<String>, Double> vector) {
    return Math.sqrt(vector.values().stream().mapToDouble(value -> value * value).sum());
  }
}
