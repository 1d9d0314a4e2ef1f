package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.Calibration;
import java.util.List;
import java.util.Map;

/** Input of {@code calibration}. */
public record CalibrationInput(
    @Option(value = "probability of what was predicted for each sample", min = 0, max = 1)
        List<Double> confidences,
    @Option(value = "1 for each prediction that is right, 0 for each other", min = 0, max = 1)
        List<Integer> correct,
    @Option(value = "bins of equal width", byDefault = "15", min = 1, max = 1e6) int bins)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<CalibrationInput> metric() {
    return MetricPart.overItems(
        "calibration",
        "how far confidences are from the share that is right: expected calibration error",
        CalibrationInput.class,
        input -> input.correct().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("confidences", confidences, "correct", correct, problems);
  }

  private Map<String, Object> measure(int[] items) {
    Calibration calibration = new Calibration(bins);
    for (int i : items) {
      calibration.add(confidences.get(i), correct.get(i) == 1);
    }
    return Map.of("expected_calibration_error", calibration.error());
  }
}
