package dev.braid.tasks.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of true against predicted classes, and the measures that follow from them: precision,
 * recall and F1 of each class, their unweighted mean (macro), and pooled over classes (micro); van
 * Rijsbergen 1979. A true class of -1 is one that the model cannot predict; it counts against
 * recall and accuracy only.
 */
public final class ConfusionMatrix {

  private final long[][] counts;
  private final long[] outside;

  /** Of this many classes, all counts zero. */
  public ConfusionMatrix(int classes) {
    counts = new long[classes][classes];
    outside = new long[classes];
  }

  /** Counts one sample; {@code truth} may be -1. */
  public void add(int truth, int predicted) {
    if (truth < 0) {
      outside[predicted]++;
    } else {
      counts[truth][predicted]++;
    }
  }

  /** The share of samples that were right. */
  public double accuracy() {
    return ratio(right(), total());
  }

  /** Of the samples predicted as a class, the share that are of it. */
  public double precision(int c) {
    return ratio(counts[c][c], predicted(c));
  }

  /** Of the samples of a class, the share that were predicted as it. */
  public double recall(int c) {
    return ratio(counts[c][c], support(c));
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int c) {
    return harmonic(precision(c), recall(c));
  }

  /** The samples of a class. */
  public long support(int c) {
    long sum = 0;
    for (long count : counts[c]) {
      sum += count;
    }
    return sum;
  }

  /** Macro and micro averages by name. */
  public Map<String, Double> averages() {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (int c = 0; c < counts.length; c++) {
      precision += precision(c) / counts.length;
      recall += recall(c) / counts.length;
      f1 += f1(c) / counts.length;
    }
    long known = total() - sum(outside);
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("precision_macro", precision);
    map.put("recall_macro", recall);
    map.put("f1_macro", f1);
    map.put("precision_micro", ratio(right(), total()));
    map.put("recall_micro", ratio(right(), known));
    map.put("f1_micro", harmonic(ratio(right(), total()), ratio(right(), known)));
    return map;
  }

  /** Rows of true classes, columns of predicted ones. */
  public List<List<Long>> rows() {
    List<List<Long>> rows = new ArrayList<>();
    for (long[] row : counts) {
      List<Long> list = new ArrayList<>();
      for (long count : row) {
        list.add(count);
      }
      rows.add(list);
    }
    return rows;
  }

  private long right() {
    long sum = 0;
    for (int c = 0; c < counts.length; c++) {
      sum += counts[c][c];
    }
    return sum;
  }

  private long predicted(int c) {
    long sum = outside[c];
    for (long[] row : counts) {
      sum += row[c];
    }
    return sum;
  }

  private long total() {
    long sum = sum(outside);
    for (long[] row : counts) {
      sum += sum(row);
    }
    return sum;
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static double harmonic(double a, double b) {
    return a + b == 0 ? 0 : 2 * a * b / (a + b);
  }
}
