package dev.braid.tasks.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Form;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.Sides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MatchingEvaluationTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void free() {
    manager.close();
  }

  private static MatchingTask.Options options(@Nullable String target, Negatives negatives) {
    return new MatchingTask.Options(
        target, List.of(), List.of(), null, negatives, 0.5, 3, List.of(), Nonlinearity.RELU, 0);
  }

  private static Task task(@Nullable String target) {
    Sides sides = new Sides(List.of("text"), List.of("picture"));
    return new Matching(
        options(target, Negatives.RANDOM),
        sides,
        new Belonging(List.of("text"), List.of("picture"), null),
        List.of("text", "picture"));
  }

  private static Sample labelled(Object truth) {
    return new Sample("t:3", Map.of("text", "a", "picture", "b", "fits", truth));
  }

  private NDList labelledOutputs(float... logits) {
    return new NDList(
        manager.create(logits, new Shape(logits.length, 1)),
        manager.ones(new Shape(logits.length, 1)));
  }

  @Test
  void measuresAtOneHalfAndAtTheThresholdThatValidationChose() throws Exception {
    List<Sample> samples = List.of(labelled("yes"), labelled(true), labelled(0), labelled("no"));
    NDList outputs = labelledOutputs(2, -0.5f, -1, -3);
    Task task = task("fits");
    NDList targets = task.targets(samples, false, manager);
    Evaluation first = task.evaluation();
    first.add(outputs, targets, samples, 0.3);
    Map<String, Double> result = first.result();
    assertThat(result.get("auc")).isEqualTo(1);
    assertThat(result.get("accuracy")).isEqualTo(0.75);
    assertThat(result.get("f1")).isCloseTo(2 / 3.0, within(1e-12));
    double low = 1 / (1 + Math.exp(0.5));
    assertThat(result.get("best_threshold")).isCloseTo(low, within(1e-7));
    assertThat(result).doesNotContainKey("threshold");
    task.validated(result);
    Evaluation second = task.evaluation();
    second.add(outputs, targets, samples, 0.3);
    assertThat(second.result())
        .containsEntry("accuracy_at_threshold", 1.0)
        .containsEntry("f1_at_threshold", 1.0)
        .containsEntry("accuracy", 0.75);
    task.validated(Map.of());
    assertThat(task.evaluation().result()).doesNotContainKey("threshold");
  }

  @Test
  void theLossOfLabelledPairsIsBinaryCrossEntropy() throws Exception {
    List<Sample> samples = List.of(labelled(true), labelled(false));
    Task task = task("fits");
    double expected = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(0.5))) / 2;
    assertThat(task.loss(labelledOutputs(2, 0.5f), task.targets(samples, true, manager)).getFloat())
        .isCloseTo((float) expected, within(1e-6f));
  }

  @Test
  void ofMadePairsOnlyThoseThatExistCount() throws Exception {
    List<Sample> samples = List.of(labelled(true), labelled(true));
    Task task = task(null);
    NDList outputs =
        new NDList(
            manager.create(new float[] {1, -2, 9, 3, 9, 9}, new Shape(2, 3)),
            manager.create(new float[] {1, 1, 0, 1, 0, 0}, new Shape(2, 3)));
    NDList targets = task.targets(samples, false, manager);
    double expected =
        (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-3))) / 3;
    assertThat(task.loss(outputs, targets).getFloat()).isCloseTo((float) expected, within(1e-6f));
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, targets, samples, 0);
    assertThat(evaluation.details()).containsEntry("pairs", 3).containsEntry("matching", 2L);
    assertThat(evaluation.result().get("accuracy")).isEqualTo(1);
  }

  @Test
  void aSampleWithoutItsTruthIsNamed() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> task("other").check(labelled(true))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("t:3")
        .hasMessageContaining("column 'other' (task option target)");
  }

  @Test
  void hardNegativesTakeBothSidesByThemselves() {
    List<String> found = new ArrayList<>();
    MatchingTask factory = new MatchingTask();
    List<String> inputs = List.of("text", "picture");
    Intake hard =
        factory.intake(
            options(null, Negatives.HARD), inputs, (option, message) -> found.add(message));
    assertThat(hard.alone())
        .isEqualTo(Map.of("text", Set.of(Form.POOLED), "picture", Set.of(Form.POOLED)));
    assertThat(
            factory.intake(
                options("fits", Negatives.HARD), inputs, (option, message) -> found.add(message)))
        .isEqualTo(Intake.fusing(inputs));
    assertThat(found).isEmpty();
    factory.intake(
        new MatchingTask.Options(
            null,
            List.of("text"),
            List.of(),
            null,
            Negatives.HARD,
            1,
            3,
            List.of(),
            Nonlinearity.RELU,
            0),
        List.of("text", "picture", "sound"),
        (option, message) -> found.add(option + ": " + message));
    assertThat(found)
        .containsExactly(
            "negatives: hard ones are found by sides of one input each; write negatives: random");
  }
}
