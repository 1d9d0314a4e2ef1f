package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Nonlinearity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QaTaskTest {

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Task task(boolean binary, double smoothing, String soft) {
    return new QaTask()
        .create(
            new QaTask.Options(
                "answer",
                binary,
                List.of(),
                Nonlinearity.RELU,
                0,
                QaTask.ClassWeights.NONE,
                soft,
                smoothing,
                null,
                "kind"));
  }

  private static List<Sample> samples(Object... answers) {
    List<Sample> samples = new ArrayList<>();
    for (Object answer : answers) {
      samples.add(
          new Sample("t.jsonl:" + (samples.size() + 1), Map.of("answer", answer, "kind", "k")));
    }
    return samples;
  }

  /** Answers a, b, c get the numbers 0, 1, 2. */
  private static Task choice(double smoothing, String soft) throws BadDataException {
    Task task = task(false, smoothing, soft);
    task.fit(samples("a", "b", "c", "b", "a", "a"));
    return task;
  }

  private NDList logits() {
    return new NDList(manager.create(new float[] {1, 2, -1, 0.5f, -3, 4}, new Shape(2, 3)));
  }

  @Test
  void crossEntropyEqualsTorchs() throws BadDataException {
    NDList targets = choice(0, null).targets(samples("b", "a"), true, manager);
    assertThat(choice(0, null).loss(logits(), targets).getFloat())
        .isCloseTo(1.9398236f, within(1e-5f));
    NDList smooth = choice(0.1, null).targets(samples("b", "a"), true, manager);
    assertThat(choice(0.1, null).loss(logits(), smooth).getFloat())
        .isCloseTo(2.0064902f, within(1e-5f));
  }

  @Test
  void softTargetsAreTheSharesOfTheAnswersGiven() throws BadDataException {
    List<Sample> samples =
        List.of(
            new Sample("1", Map.of("answer", "b", "all", List.of("b", "c", "unknown"))),
            new Sample("2", Map.of("answer", "a", "all", List.of("a"))));
    NDList targets = choice(0, "all").targets(samples, true, manager);
    assertThat(targets.get(0).toFloatArray()).containsExactly(0, 0.5f, 0.5f, 1, 0, 0);
    assertThat(choice(0, "all").loss(logits(), targets).getFloat())
        .isCloseTo(2.6898236f, within(1e-5f));
  }

  @Test
  void theBinaryLossEqualsTorchsAlsoForLargeLogits() throws BadDataException {
    Task task = task(true, 0, null);
    NDArray x = manager.create(new float[] {100, -100, 0.3f}, new Shape(3, 1));
    x.setRequiresGradient(true);
    NDList targets = task.targets(samples("no", 0, true), true, manager);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = task.loss(new NDList(x.mul(1)), targets);
      assertThat(loss.getFloat()).isCloseTo(33.5181160f, within(1e-5f));
      collector.backward(loss);
    }
    assertThat(x.getGradient().toFloatArray()[0]).isCloseTo(1 / 3f, within(1e-6f));
    assertThat(x.getGradient().toFloatArray()[1]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void anAnswerNeverSeenInTrainingIsWrongAndCounted() throws BadDataException {
    Task task = choice(0, null);
    List<Sample> batch = samples("b", "zebra");
    NDList targets = task.targets(batch, false, manager);
    assertThat(targets.get(1).toFloatArray()).containsExactly(1, 0);
    Evaluation evaluation = task.evaluation();
    evaluation.add(logits(), targets, batch, 0.5);
    assertThat(evaluation.result())
        .containsEntry("accuracy", 0.5)
        .containsEntry("unseen_answers", 1.0)
        .containsEntry("accuracy.k", 0.5);
  }

  @Test
  void aTrainingSampleWithoutAnAnswerIsNamed() {
    Task task = task(false, 0, null);
    assertThatThrownBy(() -> task.fit(List.of(new Sample("t.jsonl:4", Map.of()))))
        .hasMessage(
            "t.jsonl:4: no value in column 'answer' (task option target); every training sample needs an answer");
  }

  @Test
  void oneAnswerIsNoChoice() {
    assertThatThrownBy(() -> task(false, 0, null).fit(samples("yes", "yes")))
        .hasMessage(
            "column 'answer' has only one answer in the train split, 'yes'; there is nothing to choose between");
  }

  @Test
  void aBinaryTargetThatIsNeitherIsNamed() {
    assertThatThrownBy(() -> task(true, 0, null).fit(samples("yes", "perhaps")))
        .hasMessage(
            "t.jsonl:2: column 'answer' (task option target) is 'perhaps'; with binary: true it is true, false, yes, no, 1 or 0");
  }

  @Test
  void decodingGivesTheBestAnswersFirst() throws BadDataException {
    List<List<Task.Prediction>> decoded = choice(0, null).decode(logits(), 2);
    assertThat(decoded.get(0)).extracting(Task.Prediction::label).containsExactly("b", "a");
    assertThat(decoded.get(1).get(0).probability()).isGreaterThan(0.9);
  }

  @Test
  void savedAnswersKeepTheirNumbersAndOddCharacters() throws Exception {
    Task task = task(false, 0, null);
    task.fit(samples("a\nb", "c\\n", "c\\n"));
    task.save(folder);
    Task loaded = task(false, 0, null);
    loaded.load(folder);
    NDList outputs = new NDList(manager.create(new float[] {2, 1}, new Shape(1, 2)));
    assertThat(loaded.decode(outputs, 2)).isEqualTo(task.decode(outputs, 2));
  }
}
