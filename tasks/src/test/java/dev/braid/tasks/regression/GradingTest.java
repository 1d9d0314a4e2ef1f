package dev.braid.tasks.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grades: {@code ordinal: true}. */
class GradingTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static Task task() {
    return new RegressionTask()
        .create(
            new RegressionTask.Options(
                List.of("stars"), true, NumberLoss.MSE, List.of(), Nonlinearity.RELU, 0),
            new TaskContext(Map.of()));
  }

  private static List<Sample> graded(Object... grades) {
    List<Sample> samples = new ArrayList<>();
    for (Object grade : grades) {
      samples.add(new Sample("train.csv:" + (samples.size() + 2), Map.of("stars", grade)));
    }
    return samples;
  }

  private static Task fitted(Object... grades) throws BadDataException {
    Task task = task();
    task.fit(graded(grades));
    return task;
  }

  @Test
  void gradesAreWholeNumbersAndThereAreTwoOrMore() {
    assertThatThrownBy(() -> fitted(1, 2.5))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "train.csv:3: 2.5 in column 'stars' (task option targets) is not a whole");
    assertThatThrownBy(() -> fitted(4, "4"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("only one grade 4 in the train split");
    Object[] many = new Object[201];
    java.util.Arrays.setAll(many, i -> i);
    assertThatThrownBy(() -> fitted(many))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("201 different grades");
  }

  @Test
  void targetsSayWhichLevelsAGradeIsAbove() throws BadDataException {
    Task task = fitted(5, 1, 2, 1);
    NDList targets = task.targets(graded(1, 2, 5, 3, 9), false, manager);
    assertThat(targets.get(0).toFloatArray())
        .containsExactly(0, 0, /**/ 1, 0, /**/ 1, 1, /**/ 1, 1, /**/ 1, 1);
    assertThat(targets.get(2).toFloatArray()).containsExactly(1, 2, 5, 3, 9);
  }

  @Test
  void theHeadHasOneScoreAndAnOffsetForEachLevel() throws BadDataException {
    var head = fitted(1, 2, 3, 4).head(HeadContext.of(EncodingSpec.pooled(6)));
    assertThat(head.named()).containsOnlyKeys("score.weight", "offsets");
    assertThat(head.named().get("score.weight").getShape()).isEqualTo(new Shape(1, 6));
    head.initialize(manager, 1);
    assertThat(head.named().get("offsets").getArray().toFloatArray())
        .containsExactly(new float[] {1, 2 / 3f, 1 / 3f}, within(1e-6f));
  }

  @Test
  void theMedianGradeIsMeasuredAndAllAreDecoded() throws BadDataException {
    Task task = fitted(1, 2, 4);
    List<Sample> samples = graded(1, 4, 2, 4);
    float[] logits = {-2, -3, /**/ 3, 2, /**/ 3, 1, /**/ -1, -1};
    NDList outputs = new NDList(manager.create(logits, new Shape(4, 2)));
    // Predicted 1, 4, 4, 1.
    NDList targets = task.targets(samples, false, manager);
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, targets, samples, task.loss(outputs, targets).getFloat());
    Map<String, Double> result = evaluation.result();
    assertThat(result.get("accuracy")).isEqualTo(0.5);
    assertThat(result.get("mae")).isEqualTo((2 + 3) / 4.0);
    // Squares 0, 0, 4, 9; over all pairs of a truth and a prediction their mean is 4.
    assertThat(result.get("quadratic_weighted_kappa"))
        .isEqualTo(1 - 13 / (37 + 34 - 2 * 11 * 10 / 4.0), within(1e-12));

    var decoded = task.decode(outputs, 5).get(0);
    assertThat(decoded).extracting("label").containsExactly("1", "2", "4");
    double above1 = 1 / (1 + Math.exp(2));
    assertThat(decoded.get(0).probability()).isEqualTo(1 - above1, within(1e-6));
  }

  @Test
  void aLoadedTaskDoesTheSame(@TempDir Path folder) throws Exception {
    Task task = fitted(1, 3, 2);
    task.save(folder);
    Task loaded = task();
    loaded.load(folder);
    NDList outputs = new NDList(manager.create(new float[] {1, -1}, new Shape(1, 2)));
    assertThat(loaded.decode(outputs, 3)).isEqualTo(task.decode(outputs, 3));
    Files.writeString(folder.resolve("grades.txt"), "1.0\n1.0\n");
    assertThatThrownBy(() -> loaded.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("grades.txt is damaged: it needs two whole numbers or more, rising");
  }

  @Test
  void learnsGradesAlongALine() throws BadDataException {
    // Five grades about equally often: each is right for a fifth, and kappa is 0 by chance.
    Map<String, Double> measures = line(300, 1).heldOut(task(), line(400, 2), 400);
    assertThat(measures.get("quadratic_weighted_kappa")).isGreaterThan(0.9);
    assertThat(measures.get("accuracy")).isGreaterThan(0.6);
  }

  private static Points line(int size, long seed) {
    return Points.draw(
        size,
        seed,
        (i, drawn) -> {
          int grade = drawn.random().nextInt(5);
          drawn.point()[0] = (float) (grade - 2 + 0.3 * drawn.random().nextGaussian());
          drawn.point()[1] = (float) drawn.random().nextGaussian();
          drawn.values().put("stars", grade + 1);
        });
  }
}
