package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.OrdinalAgreement;
import java.util.List;
import java.util.Map;

/** Input of {@code ordinal}. */
public record OrdinalInput(
    @Option("number of the true label of each sample, in the order of labels") List<Integer> truth,
    @Option("number of the predicted label of each") List<Integer> predicted)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<OrdinalInput> metric() {
    return MetricPart.overItems(
        "ordinal",
        "agreement on labels that have an order, beyond chance: quadratic weighted kappa",
        OrdinalInput.class,
        input -> input.truth().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("truth", truth, "predicted", predicted, problems);
  }

  private Map<String, Object> measure(int[] items) {
    OrdinalAgreement agreement = new OrdinalAgreement();
    for (int i : items) {
      agreement.add(truth.get(i), predicted.get(i));
    }
    return Map.of("quadratic_weighted_kappa", agreement.quadraticWeightedKappa());
  }
}
