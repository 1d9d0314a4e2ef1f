package dev.braid.tasks.regression;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.loss.Likelihood;
import dev.braid.tasks.metrics.OrdinalAgreement;
import dev.braid.tasks.metrics.Residuals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Quadratic weighted kappa, accuracy and mean absolute error of the median grade. */
final class GradingEvaluation implements Evaluation {

  private final Grades grades;
  private final OrdinalAgreement agreement = new OrdinalAgreement();
  private final Residuals residuals = new Residuals();
  private long samples;
  private long right;
  private double losses;

  GradingEvaluation(Grades grades) {
    this.grades = grades;
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> added, double loss) {
    double[][] above = Likelihood.INDEPENDENT.probabilities(outputs.get(0));
    float[] truths = targets.get(2).toFloatArray();
    for (int i = 0; i < truths.length; i++) {
      int prediction = grades.predicted(above[i]);
      agreement.add((int) truths[i], prediction);
      residuals.add(truths[i], prediction);
      right += truths[i] == prediction ? 1 : 0;
    }
    samples += truths.length;
    losses += loss * truths.length;
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("quadratic_weighted_kappa", agreement.quadraticWeightedKappa());
    result.put("accuracy", (double) right / samples);
    result.put("loss", losses / samples);
    result.put("mae", residuals.meanAbsoluteError());
    return result;
  }

  /** {@code samples} and {@code grades}. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", samples);
    details.put("grades", grades.values());
    return details;
  }
}
