package dev.braid.tasks.classification;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.loss.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tasks and samples for the tests of this package. */
final class Classification {

  private Classification() {}

  static ClassificationTask.Options options(
      boolean multiLabel, String separator, double threshold, ClassWeights weights) {
    return new ClassificationTask.Options(
        "label",
        multiLabel,
        separator,
        threshold,
        List.of(),
        Nonlinearity.RELU,
        0,
        weights,
        0,
        "kind");
  }

  static Task single() {
    return of(options(false, ",", 0.5, ClassWeights.NONE));
  }

  static Task several() {
    return of(options(true, ",", 0.5, ClassWeights.NONE));
  }

  static Task of(ClassificationTask.Options options) {
    return new ClassificationTask().create(options, new TaskContext(Map.of()));
  }

  static Task fitted(Task task, Object... labels) throws BadDataException {
    task.fit(labelled(labels));
    return task;
  }

  /** Samples with these labels and ids {@code train.csv:2} and on. */
  static List<Sample> labelled(Object... labels) {
    List<Sample> samples = new ArrayList<>();
    for (Object label : labels) {
      String kind = samples.size() % 2 == 0 ? "even" : "odd";
      samples.add(
          new Sample("train.csv:" + (samples.size() + 2), Map.of("label", label, "kind", kind)));
    }
    return samples;
  }
}
