package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.FusedHead;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.Task.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options, what is learned from the train split, the head and what its outputs mean. */
class QaTaskTest {

  @Test
  void columnsAreThoseThatOptionsName() {
    assertThat(Tasks.columns("{}")).containsExactly("target=answer");
    assertThat(Tasks.columns("{'target': 'a', 'soft_targets': 'all', 'group': 'kind'}"))
        .containsExactly("target=a", "soft_targets=all", "group=kind");
  }

  @Test
  void optionsThatDoNotGoTogetherAreReported() {
    assertThat(Tasks.problems("{}")).isEmpty();
    assertThat(Tasks.problems("{'binary': true, 'max_answers': 10}"))
        .containsExactly("max_answers: goes with choosing an answer, not with binary: true");
    assertThat(Tasks.problems("{'binary': true, 'normalise': 'official'}"))
        .containsExactly(
            "normalise: goes with choosing an answer; binary: true knows spellings of its own");
    assertThat(Tasks.problems("{'hidden': [], 'dropout': 0.5}"))
        .containsExactly("dropout: acts after hidden layers, and hidden: [] has none");
  }

  @Test
  void aTrainSampleWithoutAnswerIsAnError() {
    var samples = new ArrayList<>(Tasks.answered(Collections.nCopies(16, "yes").toArray()));
    samples.add(Tasks.sample(17, "question", "why?"));
    assertThatThrownBy(() -> Tasks.qa("{}").fit(samples))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:17: no value in column 'answer' (task option target);"
                + " every training sample needs an answer");
  }

  @Test
  void oneAnswerIsNothingToChooseBetween() {
    assertThatThrownBy(() -> Tasks.qa("{}").fit(Tasks.answered("yes", "yes ", " yes")))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "column 'answer' (task option target): only one answer 'yes' in the train split;"
                + " there is nothing to choose between");
    assertThatThrownBy(() -> Tasks.qa("{'binary': true}").fit(Tasks.answered("yes", 1, true)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("only one answer 'true' in the train split");
    assertThatThrownBy(() -> Tasks.qa("{}").fit(List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "column 'answer' (task option target): the train split is empty;"
                + " there is nothing to learn from");
  }

  @Test
  void aTargetThatIsNotBooleanIsAnErrorWithBinary() {
    assertThatThrownBy(() -> Tasks.qa("{'binary': true}").fit(Tasks.answered("yes", "maybe")))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:2: 'maybe' in column 'answer' (task option target) is neither true nor"
                + " false; accepted: true, false, yes, no, 1, 0");
  }

  @Test
  void spellingsAreOneAnswerWhereTheyAreNormalised() throws BadDataException {
    Object[] answers = {"Yes ", "yes", "the Right.", "right", "Two", 2, "yes"};
    Task task = fitted("{'normalise': 'official'}", answers);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertPredictions(
          task.decode(new NDList(manager.create(new float[] {90, 45, 0}, new Shape(1, 3))), 3)
              .get(0),
          "yes",
          1,
          "2",
          0,
          "right",
          0);
    }
    assertThat(task.label("A Right")).isEqualTo("right");
    assertThat(task.classOf(Tasks.answered("YES").get(0))).isEqualTo("yes");
    assertThat(Tasks.qa("{}").classOf(Tasks.answered("YES ").get(0))).isEqualTo("YES");
  }

  @Test
  void nothingWorksBeforeItLearned() {
    Task task = Tasks.qa("{}");
    assertThatThrownBy(() -> task.head(HeadContext.of(EncodingSpec.pooled(4))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the answers are not learned yet: call fit or load");
  }

  @Test
  void headIsAnMlpWithStableNamesAndOneOutputForEachAnswer() throws BadDataException {
    FusedHead head = head("{'hidden': [8, 6]}", "red", "green", "blue");
    assertThat(head.named())
        .containsOnlyKeys(
            "mlp.0.weight",
            "mlp.0.bias",
            "mlp.1.weight",
            "mlp.1.bias",
            "mlp.2.weight",
            "mlp.2.bias");
    assertThat(head.named().get("mlp.2.weight").getShape()).isEqualTo(new Shape(3, 6));
    assertThat(head("{'hidden': [], 'max_answers': 2}", "a", "b", "c").named().get("mlp.0.weight"))
        .extracting(parameter -> parameter.getShape())
        .isEqualTo(new Shape(2, 4));
  }

  @Test
  void binaryWithoutHiddenLayersIsOneLinearLogit() throws BadDataException {
    FusedHead head = head("{'binary': true, 'hidden': []}", "yes", "no");
    assertThat(head.named()).containsOnlyKeys("mlp.0.weight", "mlp.0.bias");
    assertThat(head.named().get("mlp.0.weight").getShape()).isEqualTo(new Shape(1, 4));
  }

  @Test
  void anAbsentSampleHasFiniteOutputs() throws BadDataException {
    FusedHead head = head("{'hidden': [8]}", "yes", "no");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      head.initialize(manager, 3);
      var pooled = manager.create(new float[] {1, 2, 3, 4, Float.NaN, 0, 0, 0}, new Shape(2, 4));
      var present = manager.create(new boolean[] {true, false}).toType(DataType.BOOLEAN, false);
      var outputs = head.predict(Encoding.ofPooled(pooled, present), true).get(0);
      assertThat(outputs.getShape()).isEqualTo(new Shape(2, 2));
      assertThat(outputs.isNaN().any().getBoolean()).isFalse();
    }
  }

  @Test
  void answersDecodeByProbabilityThenByFrequency() throws BadDataException {
    Task task = fitted("{}", "blue", "blue", "red", "green");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      float log2 = (float) Math.log(2);
      float[] logits = {0, 0, log2, 500, 0, -500};
      var decoded = task.decode(new NDList(manager.create(logits, new Shape(2, 3))), 2);
      assertThat(decoded).hasSize(2);
      assertPredictions(decoded.get(0), "red", 0.5, "blue", 0.25);
      assertPredictions(decoded.get(1), "blue", 1, "green", 0);
    }
  }

  @Test
  void oneLogitDecodesToTrueAndFalse() throws BadDataException {
    Task task = fitted("{'binary': true}", "yes", "no");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      float[] logits = {(float) Math.log(3), -1000, 0};
      var decoded = task.decode(new NDList(manager.create(logits, new Shape(3, 1))), 5);
      assertPredictions(decoded.get(0), "true", 0.75, "false", 0.25);
      assertPredictions(decoded.get(1), "false", 1, "true", 0);
      assertPredictions(decoded.get(2), "false", 0.5, "true", 0.5);
    }
  }

  private static void assertPredictions(List<Prediction> predictions, Object... expected) {
    assertThat(predictions).hasSize(expected.length / 2);
    for (int i = 0; i < predictions.size(); i++) {
      assertThat(predictions.get(i).label()).isEqualTo(expected[2 * i]);
      assertThat(predictions.get(i).probability())
          .isEqualTo(((Number) expected[2 * i + 1]).doubleValue(), within(1e-6));
    }
  }

  private static FusedHead head(String options, Object... answers) throws BadDataException {
    return (FusedHead) fitted(options, answers).head(HeadContext.of(EncodingSpec.pooled(4)));
  }

  private static Task fitted(String options, Object... answers) throws BadDataException {
    Task task = Tasks.qa(options);
    task.fit(Tasks.answered(answers));
    return task;
  }
}
