package dev.braid.tasks.regression;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * R², mean absolute error, root mean square error, Pearson's and Spearman's correlation, in the
 * target's unit. With several targets each has its own, {@code mae.price}, and {@code r2} is the
 * mean of theirs. A correlation with what is constant is 0.
 */
final class RegressionEvaluation implements Evaluation {

  private final List<String> names;
  private final Scales scales;
  private final List<Series> series;
  private double losses;

  RegressionEvaluation(List<String> names, Scales scales) {
    this.names = names;
    this.scales = scales;
    this.series = Stream.generate(Series::new).limit(names.size()).toList();
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    float[] predictions = outputs.get(0).toFloatArray();
    float[] truths = targets.get(0).toFloatArray();
    for (int i = 0; i < truths.length; i++) {
      int target = i % names.size();
      series
          .get(target)
          .add(scales.number(target, truths[i]), scales.number(target, predictions[i]));
    }
    losses += loss * samples.size();
  }

  private static Map<String, Double> measures(Series series) {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put("r2", series.residuals().rSquared());
    all.put("mae", series.residuals().meanAbsoluteError());
    all.put("rmse", series.residuals().rootMeanSquaredError());
    all.put("pearson", series.pearson());
    all.put("spearman", series.spearman());
    return all;
  }

  @Override
  public Map<String, Double> result() {
    List<Map<String, Double>> each = series.stream().map(RegressionEvaluation::measures).toList();
    Map<String, Double> result = new LinkedHashMap<>();
    result.put(
        "r2", series.stream().mapToDouble(one -> one.residuals().rSquared()).average().orElse(0));
    result.put("loss", losses / series.get(0).size());
    for (int t = 0; t < names.size(); t++) {
      String ending = names.size() == 1 ? "" : "." + names.get(t);
      each.get(t).forEach((measure, value) -> result.put(measure + ending, value));
    }
    return result;
  }

  /** {@code samples} and {@code targets}, each with the mean and deviation of the train split. */
  @Override
  public Map<String, Object> details() {
    List<Map<String, Object>> targets = new ArrayList<>();
    for (int t = 0; t < names.size(); t++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("target", names.get(t));
      row.put("train_mean", scales.means()[t]);
      row.put("train_deviation", scales.deviations()[t]);
      row.putAll(measures(series.get(t)));
      targets.add(row);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", series.get(0).size());
    details.put("targets", targets);
    return details;
  }
}
