package dev.braid.tasks.qa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.metrics.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Accuracy, loss, precision, recall, F1, the confusion matrix, and accuracy by question type. */
abstract class QaEvaluation implements Evaluation {

  private static final int LARGEST_MATRIX = 200;

  private final List<String> labels;
  private final QaTask.Options options;
  private final ConfusionMatrix matrix;
  private final Map<String, long[]> groups = new TreeMap<>();
  private double losses;
  private long samples;
  private long unseen;

  QaEvaluation(List<String> labels, QaTask.Options options) {
    this.labels = labels;
    this.options = options;
    this.matrix = new ConfusionMatrix(labels.size());
  }

  /** The true class, or -1 where the model cannot predict it. */
  abstract int truth(Sample sample);

  /** The predicted class of each sample. */
  abstract int[] predicted(NDList outputs);

  static int[] toInts(NDArray array) {
    return Arrays.stream(array.toType(DataType.INT64, false).toLongArray())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public final void add(NDList outputs, NDList targets, List<Sample> batch, double loss) {
    int[] predicted = predicted(outputs);
    for (int i = 0; i < predicted.length; i++) {
      int truth = truth(batch.get(i));
      matrix.add(truth, predicted[i]);
      unseen += truth < 0 ? 1 : 0;
      Object group = options.group() == null ? null : batch.get(i).value(options.group());
      if (group != null) {
        long[] counts = groups.computeIfAbsent(group.toString(), key -> new long[2]);
        counts[0] += truth == predicted[i] ? 1 : 0;
        counts[1]++;
      }
    }
    losses += loss * predicted.length;
    samples += predicted.length;
  }

  @Override
  public final Map<String, Double> result() {
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("accuracy", matrix.accuracy());
    result.put("loss", samples == 0 ? Double.NaN : losses / samples);
    result.putAll(matrix.averages());
    groups.forEach(
        (group, counts) -> result.put("accuracy." + group, (double) counts[0] / counts[1]));
    if (unseen > 0) {
      result.put("unseen_answers", (double) unseen);
    }
    return result;
  }

  @Override
  public final Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int c = 0; c < labels.size(); c++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("label", labels.get(c));
      one.put("precision", matrix.precision(c));
      one.put("recall", matrix.recall(c));
      one.put("f1", matrix.f1(c));
      one.put("support", matrix.support(c));
      classes.add(one);
    }
    details.put("classes", classes);
    if (labels.size() <= LARGEST_MATRIX) {
      details.put("confusion_matrix", matrix.rows());
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    groups.forEach((group, pair) -> counts.put(group, pair[1]));
    details.put("group_counts", counts);
    return details;
  }
}
