package dev.braid.core.inspect;

import dev.braid.core.inspect.Inspection.Label;
import dev.braid.core.inspect.Inspection.LabelGroup;
import dev.braid.core.inspect.Inspection.Labels;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the labels of the target. */
final class LabelCounts {

  /** A class with fewer samples in train is rare. */
  static final int FEW = 5;

  private static final int MOST = 20;
  private static final String TRAIN = "train";

  private final Collection<String> splits;
  private final Map<String, Counts> counts = new HashMap<>();
  private final Counts samples;

  LabelCounts(Collection<String> splits) {
    this.splits = splits;
    samples = new Counts(splits);
  }

  void add(String split, String label) {
    counts.computeIfAbsent(label, key -> new Counts(splits)).add(split, 1);
    samples.add(split, 1);
  }

  /** Null where there was none. */
  @Nullable Labels result(@Nullable String column) {
    if (counts.isEmpty()) {
      return null;
    }
    List<Map.Entry<String, Counts>> order =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<String, Counts> entry) -> -train(entry))
                    .thenComparing(entry -> -entry.getValue().sum())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    List<Map.Entry<String, Counts>> seen =
        order.stream().filter(entry -> train(entry) > 0).toList();
    int shown = order.size() <= MOST + 1 ? order.size() : MOST; // one label alone needs no rest
    return new Labels(
        column,
        order.size(),
        labels(order.subList(0, shown)),
        group(order.subList(shown, order.size())),
        order.get(0).getKey(),
        order.get(0).getValue().shares(samples),
        seen.isEmpty()
            ? Double.NaN
            : (double) train(seen.get(0)) / train(seen.get(seen.size() - 1)),
        group(order.subList(seen.size(), order.size())),
        group(seen.stream().filter(entry -> train(entry) < FEW).toList()));
  }

  private static int train(Map.Entry<String, Counts> entry) {
    return entry.getValue().of(TRAIN);
  }

  private LabelGroup group(List<Map.Entry<String, Counts>> entries) {
    Counts sum = new Counts(splits);
    entries.forEach(entry -> sum.addAll(entry.getValue()));
    return new LabelGroup(entries.size(), sum.map(), labels(entries.stream().limit(MOST).toList()));
  }

  private static List<Label> labels(List<Map.Entry<String, Counts>> entries) {
    return entries.stream()
        .map(entry -> new Label(entry.getKey(), entry.getValue().map()))
        .toList();
  }
}
