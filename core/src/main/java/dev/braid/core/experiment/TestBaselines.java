package dev.braid.core.experiment;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.data.Baselines;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one gets on the test split without a model: the answer that is most frequent in training,
 * and for each input the most frequent answer to the very same value. A result that is not above
 * these says nothing.
 */
final class TestBaselines {

  private TestBaselines() {}

  static Map<String, Double> of(CheckedSpec spec, Dataset data) {
    Map<String, Double> baselines = new LinkedHashMap<>();
    String target = PredictionFile.target(spec);
    if (target == null || data.test().isEmpty()) {
      return baselines;
    }
    baselines.put("majority", Baselines.majority(data.train(), data.test(), target));
    for (InputPlan plan : spec.inputs().values()) {
      baselines.put(
          plan.name() + " only",
          Baselines.byColumn(data.train(), data.test(), plan.column(), target));
    }
    return baselines;
  }
}
