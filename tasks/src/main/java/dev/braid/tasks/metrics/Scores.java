package dev.braid.tasks.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Precision, recall and their harmonic mean; van Rijsbergen 1979.
 *
 * @param precision of those predicted, the share that is right
 * @param recall of those that are true, the share that was found
 * @param f1 the harmonic mean of both
 */
public record Scores(double precision, double recall, double f1) {

  /** From the numbers of true positives, false positives and false negatives. */
  public static Scores of(long truePositives, long falsePositives, long falseNegatives) {
    return new Scores(
        ratio(truePositives, truePositives + falsePositives),
        ratio(truePositives, truePositives + falseNegatives),
        ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives));
  }

  /** By name, with an ending such as {@code _macro}. */
  public Map<String, Double> named(String ending) {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("precision" + ending, precision);
    map.put("recall" + ending, recall);
    map.put("f1" + ending, f1);
    return map;
  }

  /** A part of a whole, 0 where the whole is 0. */
  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
