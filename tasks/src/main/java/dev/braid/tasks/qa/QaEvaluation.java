package dev.braid.tasks.qa;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.loss.CrossEntropy;
import dev.braid.tasks.loss.Likelihood;
import dev.braid.tasks.metrics.Confusion;
import dev.braid.tasks.metrics.VqaAccuracy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy, loss, precision, recall and F1, the confusion matrix, and accuracy by question type;
 * agreement with several people where there are their answers. An answer that cannot be chosen is
 * wrong, but has no loss.
 */
final class QaEvaluation implements Evaluation {

  private final Labels labels;
  private final Likelihood likelihood;
  private final boolean binary;
  private final @Nullable String group;
  private final @Nullable LabelColumn several;
  private final Confusion confusion;
  private final Map<String, Group> groups = new TreeMap<>();
  private double agreement;
  private double losses;
  private double weights;

  QaEvaluation(Labels labels, Likelihood likelihood, QaTask.Options options) {
    this.labels = labels;
    this.likelihood = likelihood;
    this.binary = options.binary();
    this.group = options.group();
    this.several = Qa.several(options);
    this.confusion = new Confusion(labels.size());
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    double[][] probabilities = likelihood.probabilities(outputs.get(0));
    long[] truths = targets.get(0).toLongArray();
    for (int i = 0; i < truths.length; i++) {
      int truth = Math.toIntExact(truths[i]);
      int prediction = largest(probabilities[i]);
      confusion.add(truth, prediction);
      agreement += agreement(samples.get(i), prediction);
      Object type = group == null ? null : samples.get(i).value(group);
      if (type != null) {
        groups.merge(
            type.toString().strip(), new Group(truth == prediction ? 1 : 0, 1), Group::plus);
      }
    }
    double weight = CrossEntropy.weight(targets);
    if (weight > 0) {
      losses += loss * weight;
      weights += weight;
    }
  }

  /** With what several people answered; 0 where nobody but one was asked. */
  private double agreement(Sample sample, int prediction) {
    if (several == null) {
      return 0;
    }
    try {
      return VqaAccuracy.official()
          .of(labels.names().get(prediction), several.requireAll(sample, "it was there before"));
    } catch (BadDataException e) {
      throw new IllegalStateException("answers that were targets are not there any more", e);
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
    if (several != null) {
      result.put("vqa_accuracy", agreement / Math.max(1, confusion.samples()));
    }
    if (weights > 0) {
      result.put("loss", losses / weights);
    }
    if (binary) {
      result.putAll(confusion.of(labels.number("true")).named(""));
    }
    result.putAll(confusion.macro().named("_macro"));
    result.putAll(confusion.micro().named("_micro"));
    result.putAll(confusion.weighted().named("_weighted"));
    if (!binary) {
      result.put("unseen_answers", (double) confusion.unseen());
    }
    groups.forEach((type, counts) -> result.put("accuracy." + type, counts.accuracy()));
    return result;
  }

  /** {@code samples}, {@code classes}, {@code confusion_matrix} and {@code groups}. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", confusion.samples());
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("label", labels.names().get(c));
      row.putAll(confusion.of(c).named(""));
      row.put("support", confusion.support(c));
      classes.add(row);
    }
    details.put("classes", classes);
    details.put("confusion_matrix", matrix());
    if (group != null) {
      List<Map<String, Object>> types = new ArrayList<>();
      groups.forEach(
          (type, counts) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("group", type);
            row.put("samples", counts.samples());
            row.put("correct", counts.correct());
            row.put("accuracy", counts.accuracy());
            types.add(row);
          });
      details.put("groups", types);
    }
    return details;
  }

  /** The answers are those most frequent in training first, so the rest are the rare ones. */
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

  private record Group(long correct, long samples) {
    Group plus(Group other) {
      return new Group(correct + other.correct, samples + other.samples);
    }

    double accuracy() {
      return (double) correct / samples;
    }
  }
}
