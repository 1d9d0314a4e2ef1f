package dev.braid.tasks.regression;

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
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionTaskTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static RegressionTask.Options options(
      NumberLoss loss, List<Integer> hidden, String... targets) {
    return new RegressionTask.Options(List.of(targets), false, loss, hidden, Nonlinearity.TANH, 0);
  }

  private static Task task(NumberLoss loss, String... targets) {
    return new RegressionTask()
        .create(options(loss, List.of(), targets), new TaskContext(Map.of()));
  }

  private static List<Sample> priced(Object... prices) {
    List<Sample> samples = new ArrayList<>();
    for (Object price : prices) {
      samples.add(new Sample("train.csv:" + (samples.size() + 2), Map.of("price", price)));
    }
    return samples;
  }

  private static Task fitted(NumberLoss loss, Object... prices) throws BadDataException {
    Task task = task(loss, "price");
    task.fit(priced(prices));
    return task;
  }

  @Test
  void optionsThatDoNotGoTogetherAreReported() {
    List<String> problems = new ArrayList<>();
    RegressionTask factory = new RegressionTask();
    factory.check(
        new RegressionTask.Options(
            List.of("a", "a"), true, NumberLoss.MAE, List.of(), Nonlinearity.RELU, 0),
        (option, message) -> problems.add(option + ": " + message));
    factory.check(options(NumberLoss.MSE, List.of()), (option, message) -> problems.add(message));
    assertThat(problems)
        .containsExactly(
            "targets: names a column twice",
            "targets: names several columns; with ordinal: true there is one",
            "loss: is for numbers; grades (ordinal: true) have a loss of their own",
            "is empty; it names the columns to predict, such as [price]");
  }

  @Test
  void badTargetsNameSampleAndColumn() {
    Map<Object, String> bad = new LinkedHashMap<>();
    bad.put(
        "cheap", "train.csv:3: 'cheap' in column 'price' (task option targets) is not a number");
    bad.put("NaN", "train.csv:3: 'NaN' in column 'price' (task option targets) is not a finite");
    bad.put(Double.POSITIVE_INFINITY, "train.csv:3: 'Infinity' in column 'price'");
    bad.put(" ", "train.csv:3: no value in column 'price' (task option targets); every training");
    bad.put(
        List.of(1), "train.csv:3: '[1]' in column 'price' (task option targets) is not a number");
    bad.forEach(
        (value, message) ->
            assertThatThrownBy(() -> fitted(NumberLoss.MSE, 1, value))
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith(message));
  }

  @Test
  void aConstantTargetCannotBeLearned() {
    assertThatThrownBy(() -> fitted(NumberLoss.MSE, 2.5, "2.5", 2.5f))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "column 'price' (task option targets): every sample of the train split has 2.5;"
                + " there is nothing to learn");
    assertThatThrownBy(() -> fitted(NumberLoss.MSE, 1e200, -1e200))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("cannot be standardised");
    assertThatThrownBy(() -> fitted(NumberLoss.MSE))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("the train split is empty");
  }

  @Test
  void targetsAreStandardisedByTheTrainSplit() throws BadDataException {
    Task task = fitted(NumberLoss.MSE, 10, 20, 30, 40);
    double deviation = Math.sqrt(125);
    NDList targets = task.targets(priced(25, "40", 0), true, manager);
    assertThat(targets.get(0).getShape()).isEqualTo(new Shape(3, 1));
    assertThat(targets.get(0).toFloatArray())
        .containsExactly(
            new float[] {0, (float) (15 / deviation), (float) (-25 / deviation)}, within(1e-6f));
  }

  @Test
  void lossesAreThoseOfTheDifference() throws BadDataException {
    // Mean 0, deviation 1, so standardised numbers are the numbers.
    assertThat(loss(NumberLoss.MSE)).isEqualTo((0.25 + 9) / 2, within(1e-6));
    assertThat(loss(NumberLoss.MAE)).isEqualTo((0.5 + 3) / 2, within(1e-6));
    assertThat(loss(NumberLoss.HUBER)).isEqualTo((0.125 + 2.5) / 2, within(1e-6));
  }

  private double loss(NumberLoss loss) throws BadDataException {
    Task task = fitted(loss, -1, 1);
    NDList targets = task.targets(priced(1, -1), true, manager);
    NDList outputs = new NDList(manager.create(new float[] {0.5f, 2}, new Shape(2, 1)));
    return task.loss(outputs, targets).getFloat();
  }

  @Test
  void measuresAndPredictionsAreInTheTargetsUnit() throws BadDataException {
    Task task = fitted(NumberLoss.MSE, 100, 300);
    List<Sample> samples = priced(100, 200, 400);
    NDList targets = task.targets(samples, false, manager);
    NDList outputs = new NDList(manager.create(new float[] {-1, 0.5f, 1}, new Shape(3, 1)));
    assertThat(task.decode(outputs, 5))
        .extracting(list -> list.get(0).label())
        .containsExactly("100", "250", "300");
    Map<String, Double> result = evaluated(task, outputs, targets, samples).result();
    assertThat(result.get("mae")).isEqualTo(50, within(1e-4));
    assertThat(result.get("rmse")).isEqualTo(Math.sqrt(12500 / 3.0), within(1e-4));
    assertThat(result.get("r2")).isEqualTo(1 - 12500 / (140000 / 3.0), within(1e-6));
    assertThat(result.get("spearman")).isEqualTo(1, within(1e-12));
    assertThat(result).containsKeys("pearson", "loss");
    assertThat(task.label(3)).isNull();
  }

  @Test
  void severalTargetsAreMeasuredApart() throws BadDataException {
    Task task = task(NumberLoss.MSE, "x", "y");
    List<Sample> samples =
        List.of(new Sample("a", Map.of("x", 0, "y", 10)), new Sample("b", Map.of("x", 2, "y", 30)));
    task.fit(samples);
    NDList targets = task.targets(samples, false, manager);
    NDList outputs = new NDList(manager.create(new float[] {-1, -1, 1, 0}, new Shape(2, 2)));
    Map<String, Double> result = evaluated(task, outputs, targets, samples).result();
    assertThat(result.get("mae.x")).isEqualTo(0, within(1e-6));
    assertThat(result.get("mae.y")).isEqualTo(5, within(1e-6));
    assertThat(result.get("r2")).isEqualTo((1 + 0.5) / 2, within(1e-6));
    assertThat(result).doesNotContainKey("mae");
    assertThat(task.decode(outputs, 1).get(1).get(0).label()).isEqualTo("x=2, y=20");
  }

  @Test
  void whatIsConstantHasNoCorrelation() throws BadDataException {
    Task task = fitted(NumberLoss.MSE, 0, 2);
    List<Sample> samples = priced(1, 1);
    NDList targets = task.targets(samples, false, manager);
    NDList outputs = new NDList(manager.create(new float[] {1, 2}, new Shape(2, 1)));
    assertThat(evaluated(task, outputs, targets, samples).result())
        .containsEntry("pearson", 0.0)
        .containsEntry("spearman", 0.0)
        .containsEntry("r2", 0.0);
  }

  @Test
  void aLoadedTaskDoesTheSame(@TempDir Path folder) throws Exception {
    Task task = fitted(NumberLoss.HUBER, 0.1, 1 / 3.0, 1e6);
    task.save(folder);
    Task loaded = task(NumberLoss.HUBER, "price");
    loaded.load(folder);
    assertThat(loaded.targets(priced(7), false, manager).get(0).toFloatArray())
        .isEqualTo(task.targets(priced(7), false, manager).get(0).toFloatArray());
    Files.writeString(folder.resolve("target_deviations.txt"), "0\n");
    assertThatThrownBy(() -> loaded.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "target_deviations.txt is damaged: it needs 1 finite numbers above 0");
    assertThatThrownBy(() -> task(NumberLoss.MSE, "price").load(folder.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void learnsACurvedSurface() throws BadDataException {
    Points train = surface(200, 1);
    Points test = surface(300, 2);
    Task task =
        new RegressionTask()
            .create(options(NumberLoss.MSE, List.of(16), "height"), new TaskContext(Map.of()));
    // The mean of the train split has R² 0.
    Map<String, Double> measures = train.heldOut(task, test, 300);
    assertThat(measures.get("r2")).isGreaterThan(0.9);
    assertThat(measures.get("spearman")).isGreaterThan(0.9);
  }

  private static Points surface(int size, long seed) {
    return Points.draw(
        size,
        seed,
        (i, drawn) -> {
          double x = drawn.random().nextGaussian();
          double y = drawn.random().nextGaussian();
          drawn.point()[0] = (float) x;
          drawn.point()[1] = (float) y;
          drawn.values().put("height", 1000 + 50 * (Math.sin(2 * x) + y));
        });
  }

  private static Evaluation evaluated(
      Task task, NDList outputs, NDList targets, List<Sample> samples) {
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, targets, samples, task.loss(outputs, targets).getFloat());
    return evaluation;
  }
}
