package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.Multilabel;
import java.util.List;
import java.util.Map;

/** Input of {@code multilabel}. */
public record MultilabelInput(
    @Option(value = "a row of 0 and 1 for each sample: whether it has each class", min = 0, max = 1)
        List<List<Integer>> truth,
    @Option(value = "the same as predicted", min = 0, max = 1) List<List<Integer>> predicted)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<MultilabelInput> metric() {
    return MetricPart.overItems(
        "multilabel",
        "share of samples with all labels right, and precision, recall and F1 as classification",
        MultilabelInput.class,
        input -> input.truth().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("truth", truth, "predicted", predicted, problems);
    MetricInput.even("truth", truth, problems);
    MetricInput.even("predicted", predicted, problems);
    if (!truth.isEmpty()
        && !predicted.isEmpty()
        && truth.get(0).size() != predicted.get(0).size()) {
      problems.add(
          "predicted",
          "has %d classes a row, where truth has %d"
              .formatted(predicted.get(0).size(), truth.get(0).size()));
    }
  }

  private Map<String, Object> measure(int[] items) {
    Multilabel counts = new Multilabel(truth.get(0).size());
    for (int i : items) {
      counts.add(MetricInput.flags(truth.get(i)), MetricInput.flags(predicted.get(i)));
    }
    return ClassificationInput.result("subset_accuracy", counts.subsetAccuracy(), counts);
  }
}
