package dev.braid.core.experiment;

import dev.braid.api.data.Sample;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.compose.BraidModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The learned vectors {@code fusion.missing.<input>}, which stand in for an input that is missing.
 */
final class StandIns {

  private StandIns() {}

  /** A line about those that training will leave as they are, since no sample needs them. */
  static Optional<String> untrained(CheckedSpec spec, BraidModel model, List<Sample> train) {
    List<String> names = new ArrayList<>();
    for (InputPlan plan : spec.inputs().values()) {
      String name = "fusion.missing." + plan.name();
      boolean dropped = spec.training().modalityDropout().getOrDefault(plan.name(), 0.0) > 0;
      if (model.named().containsKey(name)
          && !dropped
          && train.stream().allMatch(sample -> sample.value(plan.column()) != null)) {
        names.add(name);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "note: no train sample lacks an input, so %s will not learn; training.modality_dropout would teach %s"
                .formatted(String.join(", ", names), names.size() == 1 ? "it" : "them"));
  }
}
