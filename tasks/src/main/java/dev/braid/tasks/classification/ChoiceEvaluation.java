package dev.braid.tasks.classification;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.loss.CrossEntropy;
import dev.braid.tasks.metrics.Confusion;
import dev.braid.tasks.metrics.Scores;
import dev.braid.tasks.metrics.VqaAccuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy, loss, precision, recall and F1, the area under the ROC curve where it is asked for, the
 * confusion matrix, and accuracy by group; agreement with several people where there are their
 * labels. A label that cannot be chosen is wrong, but has no loss.
 */
final class ChoiceEvaluation implements Evaluation {

  private final Labels labels;
  private final ChoiceSettings settings;
  private final Confusion confusion;
  private final @Nullable Ranking ranking;
  private final Groups groups;
  private double agreement;
  private double losses;
  private double weights;

  ChoiceEvaluation(Labels labels, ChoiceSettings settings) {
    this.labels = labels;
    this.settings = settings;
    this.confusion = new Confusion(labels.size());
    this.groups = new Groups(settings.group());
    this.ranking = settings.ranking() ? Ranking.of(labels) : null;
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    double[][] probabilities = settings.likelihood().probabilities(outputs.get(0));
    long[] truths = targets.get(0).toLongArray();
    for (int i = 0; i < truths.length; i++) {
      int truth = Math.toIntExact(truths[i]);
      int prediction = largest(probabilities[i]);
      confusion.add(truth, prediction);
      if (ranking != null) {
        ranking.add(probabilities[i], c -> c == truth);
      }
      agreement += agreement(samples.get(i), prediction);
      groups.add(samples.get(i), truth == prediction);
    }
    double weight = CrossEntropy.weight(targets);
    if (weight > 0) {
      losses += loss * weight;
      weights += weight;
    }
  }

  /** With what several people said; 0 where nobody but one was asked. */
  private double agreement(Sample sample, int prediction) {
    LabelColumn several = settings.several();
    if (several == null) {
      return 0;
    }
    try {
      return VqaAccuracy.official()
          .of(labels.names().get(prediction), several.requireAll(sample, "it was there before"));
    } catch (BadDataException e) {
      throw new IllegalStateException("labels that were targets are not there any more", e);
    }
  }

  /** The first of the largest, which is also the first that is decoded. */
  private static int largest(double[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      if (values[c] > values[best]) {
        best = c;
      }
    }
    return best;
  }

  /** The loss is left out where no sample has one. */
  @Override
  public Map<String, Double> result() {
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("accuracy", confusion.accuracy());
    if (settings.several() != null) {
      result.put("vqa_accuracy", agreement / Math.max(1, confusion.samples()));
    }
    if (weights > 0) {
      result.put("loss", losses / weights);
    }
    if (settings.binary()) {
      result.putAll(confusion.of(labels.number("true")).named(""));
    }
    result.putAll(confusion.macro().named("_macro"));
    result.putAll(confusion.micro().named("_micro"));
    result.putAll(confusion.weighted().named("_weighted"));
    if (ranking != null) {
      ranking.mean().ifPresent(area -> result.put("roc_auc", area));
    }
    if (!settings.binary()) {
      result.put("unseen_" + settings.words().many(), (double) confusion.unseen());
    }
    groups.putMeasures("accuracy", result);
    return result;
  }

  /** {@code samples}, {@code classes}, {@code confusion_matrix} and {@code groups}. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", confusion.samples());
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      classes.add(row(labels.names().get(c), confusion.of(c), confusion.support(c), c, ranking));
    }
    details.put("classes", classes);
    details.put("confusion_matrix", matrix());
    groups.putDetails(details);
    return details;
  }

  /** The scores of a class by name, the area under its ROC curve only where there is one. */
  static Map<String, Object> row(
      String label, Scores scores, long support, int number, @Nullable Ranking ranking) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("label", label);
    row.putAll(scores.named(""));
    row.put("support", support);
    if (ranking != null) {
      ranking.area(number).ifPresent(area -> row.put("roc_auc", area));
    }
    return row;
  }

  /** The labels are those most frequent in training first, so the rest are the rare ones. */
  private Map<String, Object> matrix() {
    Map<String, Object> matrix = new LinkedHashMap<>();
    int others = confusion.others();
    List<String> names = new ArrayList<>(labels.names().subList(0, labels.size() - others));
    if (others > 0) {
      names.add("other");
      matrix.put("others", others);
    }
    matrix.put("labels", names);
    matrix.put("rows", confusion.rows());
    if (confusion.unseen() > 0) {
      matrix.put("unseen_row", confusion.unseenRow());
    }
    return matrix;
  }
}
