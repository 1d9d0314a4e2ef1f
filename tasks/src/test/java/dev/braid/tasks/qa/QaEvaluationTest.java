package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QaEvaluationTest {

  private static final List<Sample> SAMPLES =
      List.of(
          Tasks.sample(1, "answer", "blue", "kind", "colour"),
          Tasks.sample(2, "answer", "red", "kind", "colour"),
          Tasks.sample(3, "answer", "purple", "kind", "colour"),
          Tasks.sample(4, "answer", "2", "kind", "how many"),
          Tasks.sample(5, "answer", "blue"));

  /** Predicts blue, blue, red, 2, blue. */
  private static final float[] LOGITS = {5, 0, 0, 3, 1, 0, 0, 0, 4, 0, 1, 0, 2, 0, 0};

  @Test
  void measuresFollowFromThePredictions() throws BadDataException {
    Evaluation evaluation = evaluated(5);
    Map<String, Double> result = evaluation.result();
    assertThat(result.keySet())
        .containsExactly(
            "accuracy",
            "loss",
            "precision_macro",
            "recall_macro",
            "f1_macro",
            "precision_micro",
            "recall_micro",
            "f1_micro",
            "precision_weighted",
            "recall_weighted",
            "f1_weighted",
            "unseen_answers",
            "accuracy.colour",
            "accuracy.how many");
    // Three of five are right; red was predicted once, for purple, and never for itself.
    assertThat(result)
        .contains(
            entry("accuracy", 0.6),
            entry("unseen_answers", 1.0),
            entry("accuracy.colour", 1 / 3.0),
            entry("accuracy.how many", 1.0),
            entry("precision_micro", 0.6),
            entry("recall_micro", 0.75));
    assertThat(result.get("precision_macro")).isEqualTo((2 / 3.0 + 1 + 0) / 3, within(1e-12));
    assertThat(result.get("recall_macro")).isEqualTo(2 / 3.0, within(1e-12));
  }

  @Test
  void lossIsTheSameForEveryBatchSize() throws BadDataException {
    double expected =
        (negativeLog(0, 5, 0, 0)
                + negativeLog(2, 3, 1, 0)
                + negativeLog(1, 0, 1, 0)
                + negativeLog(0, 2, 0, 0))
            / 4;
    for (int batch : new int[] {1, 2, 3, 5}) {
      assertThat(evaluated(batch).result().get("loss")).isEqualTo(expected, within(1e-6));
    }
  }

  @Test
  void detailsHoldClassesMatrixAndGroups() throws BadDataException {
    Map<String, Object> details = evaluated(2).details();
    assertThat(details).containsOnlyKeys("samples", "classes", "confusion_matrix", "groups");
    assertThat(details).containsEntry("samples", 5L);
    assertThat(details.get("classes"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(3)
        .first()
        .isEqualTo(
            Map.of("label", "blue", "precision", 2 / 3.0, "recall", 1.0, "f1", 0.8, "support", 2L));
    assertThat(details.get("confusion_matrix"))
        .isEqualTo(
            Map.of(
                "labels",
                List.of("blue", "2", "red"),
                "rows",
                List.of(List.of(2L, 0L, 0L), List.of(0L, 1L, 0L), List.of(1L, 0L, 0L)),
                "unseen_row",
                List.of(0L, 0L, 1L)));
    assertThat(details.get("groups"))
        .isEqualTo(
            List.of(
                Map.of("group", "colour", "samples", 3L, "correct", 1L, "accuracy", 1 / 3.0),
                Map.of("group", "how many", "samples", 1L, "correct", 1L, "accuracy", 1.0)));
  }

  @Test
  void lossIsLeftOutWhereNoSampleHasOne() throws BadDataException {
    Task task = fitted();
    Evaluation evaluation = task.evaluation();
    add(task, evaluation, SAMPLES.subList(2, 3), new float[] {0, 0, 4}, 3);
    assertThat(evaluation.result()).doesNotContainKey("loss").containsEntry("accuracy", 0.0);
  }

  @Test
  void binaryMeasuresTheTrueOnes() throws BadDataException {
    Task task = Tasks.qa("{'binary': true}");
    List<Sample> samples = Tasks.answered("yes", "yes", "yes", "no", "no");
    task.fit(samples);
    Evaluation evaluation = task.evaluation();
    add(task, evaluation, samples, new float[] {1, 2, -1, 3, -2}, 1);
    Map<String, Double> result = evaluation.result();
    assertThat(result).contains(entry("accuracy", 0.6), entry("precision", 2 / 3.0));
    assertThat(result).contains(entry("recall", 2 / 3.0), entry("f1", 2 / 3.0));
    assertThat(result.get("f1_macro")).isEqualTo((2 / 3.0 + 0.5) / 2, within(1e-12));
    assertThat(result).doesNotContainKey("unseen_answers");
  }

  /** Blue, which three of four gave, then red, which one did: (3·2/3 + 1)/4 and 3·(1/3)/4. */
  @Test
  void agreementWithSeveralPeopleIsMeasuredWhereTheirAnswersAreGiven() throws BadDataException {
    Task task = Tasks.qa("{'soft_targets': 'people'}");
    List<String> people = List.of("Blue", "the blue", "blue.", "red");
    List<Sample> samples =
        List.of(
            Tasks.sample(1, "answer", "blue", "people", people),
            Tasks.sample(2, "answer", "red", "people", people));
    task.fit(samples);
    Evaluation evaluation = task.evaluation();
    add(task, evaluation, samples, new float[] {3, 0, 0, 3}, 2);
    assertThat(evaluation.result().get("vqa_accuracy")).isEqualTo((0.75 + 0.25) / 2, within(1e-12));
    assertThat(evaluated(5).result()).doesNotContainKey("vqa_accuracy");
  }

  @Test
  void theBestCheckpointHasTheHighestAccuracy() throws BadDataException {
    Task task = fitted();
    assertThat(task.evaluation().result()).containsKey(task.primaryMetric());
    assertThat(task.primaryMetric()).isEqualTo("accuracy");
    assertThat(task.higherIsBetter()).isTrue();
  }

  private static Task fitted() throws BadDataException {
    Task task = Tasks.qa("{'group': 'kind'}");
    task.fit(Tasks.answered("blue", "blue", "red", "2"));
    return task;
  }

  /** All samples in batches of a size. */
  private static Evaluation evaluated(int batch) throws BadDataException {
    Task task = fitted();
    Evaluation evaluation = task.evaluation();
    for (int from = 0; from < SAMPLES.size(); from += batch) {
      int to = Math.min(from + batch, SAMPLES.size());
      float[] logits = java.util.Arrays.copyOfRange(LOGITS, 3 * from, 3 * to);
      add(task, evaluation, SAMPLES.subList(from, to), logits, 3);
    }
    return evaluation;
  }

  private static void add(
      Task task, Evaluation evaluation, List<Sample> samples, float[] logits, int outputs)
      throws BadDataException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray x = manager.create(logits, new Shape(samples.size(), outputs));
      NDList targets = task.targets(samples, false, manager);
      double loss = task.loss(new NDList(x), targets).getFloat();
      evaluation.add(new NDList(x), targets, samples, loss);
    }
  }

  private static double negativeLog(int truth, double... logits) {
    double sum = 0;
    for (double x : logits) {
      sum += Math.exp(x);
    }
    return Math.log(sum) - logits[truth];
  }
}
