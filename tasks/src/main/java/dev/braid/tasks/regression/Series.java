package dev.braid.tasks.regression;

import dev.braid.tasks.metrics.Correlation;
import dev.braid.tasks.metrics.RankCorrelation;
import dev.braid.tasks.metrics.Residuals;
import java.util.ArrayList;
import java.util.List;

/** True and predicted numbers of the samples that were measured, in the target's unit. */
final class Series {

  private final Residuals residuals = new Residuals();
  private final List<Double> truths = new ArrayList<>();
  private final List<Double> predictions = new ArrayList<>();

  void add(double truth, double prediction) {
    residuals.add(truth, prediction);
    truths.add(truth);
    predictions.add(prediction);
  }

  Residuals residuals() {
    return residuals;
  }

  double pearson() {
    return Correlation.pearson(array(truths), array(predictions));
  }

  /** Not a number where a prediction is none, as of a model that diverged. */
  double spearman() {
    return predictions.stream().anyMatch(p -> p.isNaN())
        ? Double.NaN
        : RankCorrelation.spearmanRho(array(truths), array(predictions));
  }

  int size() {
    return truths.size();
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
