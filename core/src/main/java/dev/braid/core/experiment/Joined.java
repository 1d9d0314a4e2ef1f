package dev.braid.core.experiment;

import dev.braid.api.data.Sample;
import dev.braid.api.data.Splits;
import dev.braid.core.check.InputPlan;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of inputs that read several columns: a map from each column to its value, null where a
 * sample lacks it. A sample that lacks all of them lacks the input.
 */
final class Joined {

  private Joined() {}

  /** The samples with such a value for each of these inputs that needs one. */
  static Splits splits(Splits splits, Collection<InputPlan> inputs) {
    List<InputPlan> plans = inputs.stream().filter(InputPlan::several).toList();
    if (plans.isEmpty()) {
      return splits;
    }
    List<Sample> validation = splits.validation();
    return new Splits(
        splits.columns(),
        samples(splits.train(), plans),
        validation == null ? null : samples(validation, plans),
        samples(splits.test(), plans));
  }

  private static List<Sample> samples(List<Sample> samples, List<InputPlan> plans) {
    return samples.stream().map(sample -> sample(sample, plans)).toList();
  }

  private static Sample sample(Sample sample, List<InputPlan> plans) {
    Map<String, Object> values = new LinkedHashMap<>(sample.values());
    for (InputPlan plan : plans) {
      Map<String, @Nullable Object> cells = new LinkedHashMap<>();
      plan.columns().forEach(column -> cells.put(column, sample.value(column)));
      if (cells.values().stream().anyMatch(value -> value != null)) {
        values.put(plan.column(), Collections.unmodifiableMap(cells));
      }
    }
    return new Sample(sample.id(), values);
  }
}
