package dev.braid.tasks.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.tasks.Points;
import dev.braid.tasks.loss.ClassWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several labels a sample, or none. */
class MultiLabelTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void labelsAreAListOrATextThatIsSplit() throws BadDataException {
    Task task =
        Classification.fitted(
            Classification.several(),
            "red, round",
            List.of("red", " red "),
            Arrays.asList("small", null),
            3,
            ",",
            List.of());
    // red is the most frequent; ties are in alphabetical order.
    NDList targets =
        task.targets(Classification.labelled("small,3", "round", List.of()), true, manager);
    assertThat(targets.get(0).toFloatArray())
        .containsExactly(0, 1, 0, 1, /**/ 0, 0, 1, 0, /**/ 0, 0, 0, 0);
  }

  @Test
  void anotherSeparatorLeavesCommasAlone() throws BadDataException {
    Task task =
        Classification.fitted(
            Classification.of(Classification.options(true, "|", 0.5, ClassWeights.NONE)),
            "a, b|c",
            "c");
    NDList outputs = new NDList(manager.create(new float[] {1, 2}, new Shape(1, 2)));
    assertThat(task.decode(outputs, 2).get(0)).extracting("label").containsExactly("a, b", "c");
  }

  @Test
  void noValueIsNotTheSameAsNoLabel() {
    Sample blank = new Sample("train.csv:2", Map.of("label", " "));
    assertThatThrownBy(() -> Classification.several().fit(List.of(blank)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.csv:2: no value in column 'label' (task option target); every training sample"
                + " needs a label; one without labels has an empty list or ',' there");
    assertThatThrownBy(() -> Classification.fitted(Classification.several(), ",", List.of()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "column 'label' (task option target): no sample of the train split has a label;"
                + " there is nothing to learn");
    assertThatThrownBy(() -> Classification.fitted(Classification.several(), "a", "a", ","))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("only one label 'a'");
    assertThatThrownBy(
            () -> Classification.several().check(new Sample("x:1", Map.of("label", Path.of("a")))))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("x:1: a file in column 'label'");
  }

  @Test
  void lossIsBinaryCrossEntropyOfEachLogit() throws BadDataException {
    Task task = Classification.fitted(Classification.several(), "a", "b", "a,b", ",");
    NDList targets = task.targets(Classification.labelled("a", ","), true, manager);
    NDList outputs = new NDList(manager.create(new float[] {2, -1, 0, 100}, new Shape(2, 2)));
    double expected = (softPlus(-2) + softPlus(-1) + softPlus(0) + 100) / 4;
    assertThat(task.loss(outputs, targets).getFloat()).isEqualTo((float) expected, within(1e-4f));
  }

  private static double softPlus(double x) {
    return Math.log1p(Math.exp(x));
  }

  @Test
  void balancedWeightsMakeThoseWithALabelCountAsMuchAsThoseWithout() throws BadDataException {
    Task task =
        Classification.fitted(
            Classification.of(Classification.options(true, ",", 0.5, ClassWeights.BALANCED)),
            "a,b",
            "b",
            "b",
            ",");
    NDList targets = task.targets(Classification.labelled("a,b", ","), true, manager);
    // b: 3 of 4 have it; a: 1 of 4.
    assertThat(targets.get(1).toFloatArray())
        .containsExactly(new float[] {2 / 3f, 2, 2, 2 / 3f}, within(1e-6f));
  }

  @Test
  void measuresFollowFromTheThreshold() throws BadDataException {
    Task task =
        Classification.fitted(
            Classification.of(Classification.options(true, ",", 0.6, ClassWeights.NONE)),
            "a,b",
            "a",
            "b,a");
    List<Sample> samples = Classification.labelled("a,b", "a", "b,new", ",");
    // Said: a and b; nothing, 0.5 being below the threshold; b; a.
    float[] logits = {2, 2, 0, -2, -2, 2, 2, -2};
    Evaluation evaluation = evaluated(task, samples, logits);
    Map<String, Double> result = evaluation.result();
    // a: 1 right of 2 said and 2 true; b: 2 right of 2 said and 2 true.
    assertThat(result.get("f1_micro")).isEqualTo(2 * 3 / (2.0 * 3 + 1 + 1), within(1e-12));
    assertThat(result.get("f1_macro")).isEqualTo((0.5 + 1) / 2, within(1e-12));
    assertThat(result.get("precision_weighted")).isEqualTo(0.75, within(1e-12));
    assertThat(result.get("subset_accuracy")).isEqualTo(0.25); // the third has a new label
    assertThat(result.get("hamming_loss")).isEqualTo(2 / 8.0);
    assertThat(result.get("unseen_labels")).isEqualTo(1);
    assertThat(result.get("subset_accuracy.even")).isEqualTo(0.5);
    assertThat(result.get("roc_auc")).isEqualTo((0.625 + 1) / 2, within(1e-12));
    assertThat(evaluation.details()).containsEntry("threshold", 0.6).containsKey("classes");
  }

  @Test
  void aSampleIsNotJudgedByItsFirstPrediction() {
    assertThat(Classification.several().label("a,b")).isNull();
  }

  @Test
  void aLoadedTaskDoesTheSame(@TempDir Path folder) throws Exception {
    Task task = Classification.of(Classification.options(true, ",", 0.5, ClassWeights.BALANCED));
    Classification.fitted(task, "a,b", "b", "c");
    task.save(folder);
    Task loaded = Classification.of(Classification.options(true, ",", 0.5, ClassWeights.BALANCED));
    loaded.load(folder);
    NDList outputs = new NDList(manager.create(new float[] {1, 2, -1}, new Shape(1, 3)));
    List<Sample> samples = Classification.labelled("c,a");
    assertThat(loaded.loss(outputs, loaded.targets(samples, false, manager)).getFloat())
        .isEqualTo(task.loss(outputs, task.targets(samples, false, manager)).getFloat());
    Files.writeString(folder.resolve("label_shares.txt"), "0.5\n2\n0.1\n");
    assertThatThrownBy(() -> loaded.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("label_shares.txt is damaged: it needs 3 shares");
  }

  @Test
  void learnsTwoLabelsThatDoNotDependOnEachOther() throws BadDataException {
    Points train = halves(200, 1);
    Points test = halves(300, 2);
    Map<String, Double> measures = train.heldOut(Classification.several(), test, 200);
    // Of four sets of labels each is right for about a quarter.
    assertThat(measures.get("subset_accuracy")).isGreaterThan(0.9);
    assertThat(measures.get("f1_macro")).isGreaterThan(0.95);
  }

  private static Points halves(int size, long seed) {
    return Points.draw(
        size,
        seed,
        (i, drawn) -> {
          List<String> labels = new ArrayList<>();
          for (int axis = 0; axis < 2; axis++) {
            drawn.point()[axis] = (float) drawn.random().nextGaussian();
            if (drawn.point()[axis] > 0) {
              labels.add(axis == 0 ? "right" : "above");
            }
          }
          drawn.values().put("label", labels);
          drawn.values().put("kind", "point");
        });
  }

  private Evaluation evaluated(Task task, List<Sample> samples, float[] logits)
      throws BadDataException {
    NDList targets = task.targets(samples, false, manager);
    NDList outputs = new NDList(manager.create(logits, new Shape(samples.size(), 2)));
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, targets, samples, task.loss(outputs, targets).getFloat());
    return evaluation;
  }
}
