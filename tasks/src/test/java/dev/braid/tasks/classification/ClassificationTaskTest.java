package dev.braid.tasks.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.Points;
import dev.braid.tasks.loss.ClassWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One label a sample. What it has in common with question answering is tested there. */
class ClassificationTaskTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void optionsThatDoNotGoTogetherAreReported() {
    List<String> problems = new ArrayList<>();
    ClassificationTask factory = new ClassificationTask();
    factory.check(
        new ClassificationTask.Options(
            "label", false, "", 0.3, List.of(), Nonlinearity.RELU, 0.5, ClassWeights.NONE, 0, null),
        (option, message) -> problems.add(option + ": " + message));
    assertThat(problems)
        .containsExactly(
            "dropout: acts after hidden layers, and hidden: [] has none",
            "separator: is empty; it needs a character such as ',' or '|'",
            "threshold: goes with multi_label: true; one label is chosen without");
  }

  @Test
  void balancedClassesAreThoseOfOneLabel() {
    ClassificationTask factory = new ClassificationTask();
    assertThat(
            factory
                .balanced(Classification.options(false, ",", 0.5, ClassWeights.NONE))
                .classWeights())
        .isEqualTo(ClassWeights.BALANCED);
    assertThat(factory.balanced(Classification.options(true, ",", 0.5, ClassWeights.NONE)))
        .isNull();
  }

  @Test
  void messagesSpeakOfLabels() {
    assertThatThrownBy(() -> Classification.fitted(Classification.single(), "ham", "ham "))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "column 'label' (task option target): only one label 'ham' in the train split;"
                + " there is nothing to choose between");
    assertThatThrownBy(() -> Classification.single().fit(List.of(new Sample("a.csv:2", Map.of()))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "a.csv:2: no value in column 'label' (task option target);"
                + " every training sample needs a label");
    assertThatThrownBy(
            () ->
                Classification.fitted(Classification.single(), "ham", "spam")
                    .targets(Classification.labelled("eggs"), true, manager))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'eggs' in column 'label'")
        .hasMessageContaining("not among the labels of the train split");
  }

  @Test
  void theAreaUnderTheCurveIsMeasuredForEachLabelAgainstTheRest() throws BadDataException {
    Task task = Classification.fitted(Classification.single(), "a", "a", "a", "b", "b", "c");
    List<Sample> samples = Classification.labelled("a", "a", "b", "new");
    float[] logits = {3, 0, 0, 1, 0, 0, 2, 5, 0, 0, 0, 9};
    Evaluation evaluation = evaluated(task, samples, logits, 3);
    assertThat(evaluation.result())
        .contains(
            entry("accuracy", 0.75), entry("unseen_labels", 1.0), entry("accuracy.even", 1.0));
    // Each a and b has more of its probability than all others; c has no sample to be measured on.
    assertThat(evaluation.result().get("roc_auc")).isEqualTo(1, within(1e-12));
    Object classes = evaluation.details().get("classes");
    assertThat(classes)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
        .extracting(row -> row.get("roc_auc"))
        .containsExactly(1.0, 1.0, null);
  }

  @Test
  void aLoadedTaskDecodesTheSame(@TempDir Path folder) throws Exception {
    Task task = Classification.fitted(Classification.single(), "a", "b", "b");
    task.save(folder);
    assertThat(folder.resolve("labels.txt")).hasContent("b\na\n");
    Task loaded = Classification.single();
    loaded.load(folder);
    NDList outputs = new NDList(manager.create(new float[] {1, 2}, new Shape(1, 2)));
    assertThat(loaded.decode(outputs, 2)).isEqualTo(task.decode(outputs, 2));
  }

  @Test
  void learnsWhichSideOfACircleAPointLiesOn() throws BadDataException {
    Points train = circle(300, 1);
    Points test = circle(400, 2);
    Task task =
        Classification.of(
            new ClassificationTask.Options(
                "label",
                false,
                ",",
                0.5,
                List.of(32),
                Nonlinearity.RELU,
                0,
                ClassWeights.NONE,
                0,
                null));
    Map<String, Double> measures = train.heldOut(task, test, 300);
    // About half of the points lie inside; no straight line tells them apart.
    assertThat(measures.get("accuracy")).isGreaterThan(0.9);
    assertThat(measures.get("roc_auc")).isGreaterThan(0.95);
  }

  private static Points circle(int size, long seed) {
    return Points.draw(
        size,
        seed,
        (i, drawn) -> {
          drawn.point()[0] = (float) drawn.random().nextGaussian();
          drawn.point()[1] = (float) drawn.random().nextGaussian();
          double distance = Math.hypot(drawn.point()[0], drawn.point()[1]);
          drawn.values().put("label", distance < 1.177 ? "inside" : "outside");
        });
  }

  private Evaluation evaluated(Task task, List<Sample> samples, float[] logits, int outputs)
      throws BadDataException {
    NDList targets = task.targets(samples, false, manager);
    NDList out = new NDList(manager.create(logits, new Shape(samples.size(), outputs)));
    Evaluation evaluation = task.evaluation();
    evaluation.add(out, targets, samples, task.loss(out, targets).getFloat());
    return evaluation;
  }
}
