package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.RankedScores;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Input of {@code binary}. */
public record BinaryInput(
    @Option(value = "1 for each sample that is true, 0 for each other", min = 0, max = 1)
        List<Integer> truth,
    @Option("a score for each, the higher the surer that it is true") List<Double> scores)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<BinaryInput> metric() {
    return MetricPart.overItems(
        "binary",
        "how scores part true from untrue: ROC AUC, average precision, threshold of the best F1",
        BinaryInput.class,
        input -> input.truth().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("truth", truth, "scores", scores, problems);
  }

  private Map<String, Object> measure(int[] items) {
    double[] values = Arrays.stream(items).mapToDouble(scores::get).toArray();
    boolean[] flags = MetricInput.flags(Arrays.stream(items).mapToObj(truth::get).toList());
    RankedScores ranked = new RankedScores(values, flags);
    RankedScores.Threshold best = ranked.best();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("roc_auc", ranked.rocAuc());
    result.put("average_precision", ranked.averagePrecision());
    result.put("best_f1", best.f1());
    result.put("best_threshold", best.value());
    return result;
  }
}
