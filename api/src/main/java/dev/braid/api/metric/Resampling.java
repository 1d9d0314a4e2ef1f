package dev.braid.api.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures as functions of the items they are taken over, for {@link Bootstrap}.
 *
 * @param items how many there are
 * @param measures the measures by name over items given by number, where one may occur several
 *     times; every item once gives the measures themselves
 */
public record Resampling(int items, Function<int[], Map<String, Double>> measures) {

  /**
   * Means of values that each item has.
   *
   * @param values by the name of their mean, one value an item
   */
  public static Resampling ofMeans(Map<String, double[]> values) {
    int items = values.values().stream().mapToInt(array -> array.length).max().orElse(0);
    return new Resampling(
        items,
        drawn -> {
          Map<String, Double> means = new LinkedHashMap<>();
          values.forEach((name, array) -> means.put(name, mean(array, drawn)));
          return means;
        });
  }

  static double mean(double[] values, int[] drawn) {
    double sum = 0;
    for (int i : drawn) {
      sum += values[i];
    }
    return sum / drawn.length;
  }

  /**
   * Measures that follow from sums over items, such as counts.
   *
   * @param rows what each item adds to the sums, rows of one length
   * @param measures from the sums
   */
  public static Resampling ofSums(
      double[][] rows, Function<double[], Map<String, Double>> measures) {
    return new Resampling(rows.length, drawn -> measures.apply(sums(rows, drawn)));
  }

  private static double[] sums(double[][] rows, int[] drawn) {
    double[] sums = new double[rows.length == 0 ? 0 : rows[0].length];
    for (int i : drawn) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += rows[i][c];
      }
    }
    return sums;
  }
}
