package dev.braid.core.data;

import dev.braid.api.data.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is right without a model: accuracies that a result has to be held against. */
public final class Baselines {

  private Baselines() {}

  /**
   * The share of test samples that have the most frequent label of the train split.
   *
   * @param label of a sample, or null
   */
  public static double majority(
      List<Sample> train, List<Sample> test, Function<Sample, @Nullable String> label) {
    return byColumn(train, test, null, label);
  }

  /**
   * The share of test samples that are right when each is given the label that is most frequent in
   * training for the same value of a column, or overall where the value is new.
   *
   * @param column such as the question, or null for none
   * @param label of a sample, or null
   */
  public static double byColumn(
      List<Sample> train,
      List<Sample> test,
      @Nullable String column,
      Function<Sample, @Nullable String> label) {
    Map<Object, Map<String, Integer>> counts = new HashMap<>();
    Map<String, Integer> all = new HashMap<>();
    for (Sample sample : train) {
      String truth = label.apply(sample);
      Object value = column == null ? null : sample.value(column);
      if (truth != null) {
        all.merge(truth, 1, Integer::sum);
        if (value != null) {
          counts.computeIfAbsent(value, key -> new HashMap<>()).merge(truth, 1, Integer::sum);
        }
      }
    }
    Map<Object, String> best = new HashMap<>();
    counts.forEach((value, targets) -> best.put(value, mostFrequent(targets)));
    String overall = all.isEmpty() ? "" : mostFrequent(all);
    long right =
        test.stream()
            .filter(
                sample -> {
                  Object value = column == null ? null : sample.value(column);
                  String guess = value == null ? overall : best.getOrDefault(value, overall);
                  return guess.equals(label.apply(sample));
                })
            .count();
    return test.isEmpty() ? Double.NaN : (double) right / test.size();
  }

  /** Ties go to the first in alphabetical order, so that the figure is repeatable. */
  private static String mostFrequent(Map<String, Integer> counts) {
    String best = "";
    int most = 0;
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > most
          || (entry.getValue() == most && entry.getKey().compareTo(best) < 0)) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best;
  }
}
