package dev.braid.core.experiment;

import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.data.Baselines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one gets on a split without a model: the answer that is most frequent in training, and for
 * each input the most frequent answer to the very same value. A result that is not above these says
 * nothing.
 */
final class TestBaselines {

  private TestBaselines() {}

  static Map<String, Double> of(
      CheckedSpec spec, Task task, List<Sample> train, List<Sample> split) {
    Map<String, Double> baselines = new LinkedHashMap<>();
    TargetLabels targets = TargetLabels.of(spec, task);
    if (targets.column() == null || split.isEmpty() || !task.primaryMetric().equals("accuracy")) {
      return baselines;
    }
    baselines.put("majority", Baselines.majority(train, split, targets::of));
    for (InputPlan plan : spec.inputs().values()) {
      baselines.put(
          plan.name() + " only", Baselines.byColumn(train, split, plan.column(), targets::of));
    }
    return baselines;
  }
}
