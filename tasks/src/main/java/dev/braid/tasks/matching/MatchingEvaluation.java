package dev.braid.tasks.matching;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.metrics.Calibration;
import dev.braid.tasks.metrics.Confusion;
import dev.braid.tasks.metrics.RankedScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Area under the ROC curve, accuracy and F1 at probability 0.5, expected calibration error, and the
 * threshold that gives these samples the best F1. Where a threshold was chosen before, on
 * validation samples, accuracy and F1 at that one as well.
 */
final class MatchingEvaluation implements Evaluation {

  private static final double HALF = 0.5;

  private final BiFunction<NDArray, NDList, NDArray> truths;
  private final @Nullable Double threshold;
  private final List<Double> probabilities = new ArrayList<>();
  private final List<Boolean> truth = new ArrayList<>();
  private double losses;
  private long samples;

  /**
   * Nothing counted yet.
   *
   * @param truths the truth of each logit, from logits and targets
   * @param threshold chosen on other samples, or null
   */
  MatchingEvaluation(BiFunction<NDArray, NDList, NDArray> truths, @Nullable Double threshold) {
    this.truths = truths;
    this.threshold = threshold;
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> batch, double loss) {
    float[] logits = outputs.get(0).toFloatArray();
    float[] counts = outputs.get(1).toFloatArray();
    float[] right = truths.apply(outputs.get(0), targets).toFloatArray();
    for (int i = 0; i < logits.length; i++) {
      if (counts[i] > 0) {
        probabilities.add(1 / (1 + Math.exp(-logits[i])));
        truth.add(right[i] > 0);
      }
    }
    losses += loss * batch.size();
    samples += batch.size();
  }

  @Override
  public Map<String, Double> result() {
    RankedScores scores = scores();
    Calibration calibration = new Calibration();
    for (int i = 0; i < truth.size(); i++) {
      double p = probabilities.get(i);
      calibration.add(Math.max(p, 1 - p), p >= HALF == truth.get(i));
    }
    Confusion half = at(HALF);
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("auc", scores.rocAuc());
    result.put("accuracy", half.accuracy());
    result.putAll(half.of(1).named(""));
    result.put("ece", calibration.error());
    if (samples > 0) {
      result.put("loss", losses / samples);
    }
    if (!truth.isEmpty()) {
      result.put(Matching.THRESHOLD, scores.best().value());
    }
    if (threshold != null) {
      Confusion chosen = at(threshold);
      result.put("threshold", threshold);
      result.put("accuracy_at_threshold", chosen.accuracy());
      result.put("f1_at_threshold", chosen.of(1).f1());
    }
    return result;
  }

  private RankedScores scores() {
    boolean[] right = new boolean[truth.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = truth.get(i);
    }
    return new RankedScores(
        probabilities.stream().mapToDouble(Double::doubleValue).toArray(), right);
  }

  /** Where what is at or above a threshold counts as true. */
  private Confusion at(double value) {
    Confusion confusion = new Confusion(2);
    for (int i = 0; i < truth.size(); i++) {
      confusion.add(truth.get(i) ? 1 : 0, probabilities.get(i) >= value ? 1 : 0);
    }
    return confusion;
  }

  /** How many pairs were judged. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("pairs", truth.size());
    details.put("matching", truth.stream().filter(right -> right).count());
    return details;
  }
}
