package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.Residuals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Input of {@code regression}. */
public record RegressionInput(
    @Option("the true number of each sample") List<Double> truth,
    @Option("the predicted one of each") List<Double> predicted)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<RegressionInput> metric() {
    return MetricPart.overItems(
        "regression",
        "how far predicted numbers are off: mean absolute and root mean squared error, R²",
        RegressionInput.class,
        input -> input.truth().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("truth", truth, "predicted", predicted, problems);
  }

  private Map<String, Object> measure(int[] items) {
    Residuals residuals = new Residuals();
    for (int i : items) {
      residuals.add(truth.get(i), predicted.get(i));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("mean_absolute_error", residuals.meanAbsoluteError());
    result.put("root_mean_squared_error", residuals.rootMeanSquaredError());
    result.put("r_squared", residuals.rSquared());
    return result;
  }
}
