package dev.braid.tasks.classification;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.loss.Likelihood;
import dev.braid.tasks.metrics.Multilabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Precision, recall and F1 over labels, the share of samples with exactly the right labels (subset
 * accuracy), the share of single decisions that are wrong (Hamming loss), the area under the ROC
 * curve, and subset accuracy by group. A label that cannot be predicted makes its sample wrong and
 * counts in nothing else.
 */
final class MultiLabelEvaluation implements Evaluation {

  private final Labels labels;
  private final double threshold;
  private final Multilabel counts;
  private final @Nullable Ranking ranking;
  private final Groups groups;
  private long exact;
  private long wrong;
  private double unseen;
  private double losses;

  MultiLabelEvaluation(Labels labels, double threshold, @Nullable String group) {
    this.labels = labels;
    this.threshold = threshold;
    this.counts = new Multilabel(labels.size());
    this.groups = new Groups(group);
    this.ranking = Ranking.of(labels);
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    double[][] probabilities = Likelihood.INDEPENDENT.probabilities(outputs.get(0));
    float[] truths = targets.get(0).toFloatArray();
    float[] others = targets.get(2).toFloatArray();
    for (int i = 0; i < probabilities.length; i++) {
      boolean[] truth = new boolean[labels.size()];
      boolean[] said = new boolean[labels.size()];
      int faults = 0;
      for (int c = 0; c < truth.length; c++) {
        truth[c] = truths[i * truth.length + c] == 1;
        said[c] = probabilities[i][c] >= threshold;
        faults += truth[c] == said[c] ? 0 : 1;
      }
      counts.add(truth, said);
      if (ranking != null) {
        ranking.add(probabilities[i], c -> truth[c]);
      }
      wrong += faults;
      unseen += others[i];
      boolean right = faults == 0 && others[i] == 0;
      exact += right ? 1 : 0;
      groups.add(samples.get(i), right);
    }
    losses += loss * probabilities.length;
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("f1_micro", counts.micro().f1());
    result.put("f1_macro", counts.macro().f1());
    result.put("loss", losses / counts.samples());
    result.put("subset_accuracy", (double) exact / counts.samples());
    result.put("hamming_loss", (double) wrong / counts.samples() / labels.size());
    if (ranking != null) {
      ranking.mean().ifPresent(area -> result.put("roc_auc", area));
    }
    result.putAll(counts.macro().named("_macro"));
    result.putAll(counts.micro().named("_micro"));
    result.putAll(counts.weighted().named("_weighted"));
    result.put("unseen_labels", unseen);
    groups.putMeasures("subset_accuracy", result);
    return result;
  }

  /** {@code samples}, {@code threshold}, {@code classes} and {@code groups}. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", counts.samples());
    details.put("threshold", threshold);
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      classes.add(
          ChoiceEvaluation.row(labels.names().get(c), counts.of(c), counts.support(c), c, ranking));
    }
    details.put("classes", classes);
    groups.putDetails(details);
    return details;
  }
}
