package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SampleValues;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusedHead;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Tensors;
import dev.braid.core.parts.PartKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every task must do, its head among it. Extend it with a class that gives the factory, its
 * options, samples with the columns that it reads, and outputs that are right.
 *
 * @param <O> the task's options
 */
public abstract class TaskContract<O extends Record> extends BlockContract<O, FusedHead> {

  private static final int WIDTH = 6;
  private static final int TOKENS = 3;
  private static final int ALL = 1000;

  @Override
  protected abstract TaskFactory<O> factory();

  /** Four or more samples to learn from; none needs a value besides the task's columns. */
  protected abstract List<Sample> train();

  /** Samples to measure on; some should have what the train split has not. */
  protected abstract List<Sample> test();

  /** Outputs as the best head would make them: right, and as sure as the loss rewards. */
  protected abstract NDList perfect(NDList targets, NDManager manager);

  /** The primary metric of such outputs; by default 1, or 0 where smaller is better. */
  protected double perfectMetric() {
    return create().higherIsBetter() ? 1 : 0;
  }

  /** Whether the decoded predictions are all there are, so that their probabilities sum to 1. */
  protected boolean chooses() {
    return true;
  }

  @Override
  final PartKind kind() {
    return PartKind.TASK;
  }

  @Override
  final int samples() {
    return train().size();
  }

  @Override
  final List<Set<Form>> forms() {
    return List.of(Set.of(head().wants()));
  }

  @Override
  final FusedHead create(Set<Form> wanted) {
    return head();
  }

  private FusedHead head() {
    return headOf(fitted());
  }

  @Override
  final NDList run(
      FusedHead head, Set<Form> wanted, int from, int to, NDManager manager, boolean training) {
    NDArray values = fused(head, manager).get("{}:{}", from, to);
    return head.predict(encoding(head, values, present(to - from, 0, manager)), training);
  }

  @Override
  final NDArray loss(NDList outputs, NDManager manager) {
    Task task = fitted();
    return task.loss(outputs, targets(task, train(), true, manager));
  }

  @Test
  void theLossIsAFiniteScalarThatReachesTheFusedEncoding() {
    FusedHead head = block(allForms());
    NDArray fused = fused(head, data);
    fused.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList outputs = head.predict(encoding(head, fused, present(samples(), 0, data)), true);
      NDArray loss = loss(outputs, data);
      assertThat(loss.size()).as("numbers in the loss").isEqualTo(1);
      Values.assertFinite("loss", loss.toFloatArray());
      collector.backward(loss);
    }
    try (NDArray gradient = fused.getGradient()) {
      assertThat(gradient.abs().sum().getFloat())
          .as("gradient of the fused encoding")
          .isFinite()
          .isPositive();
    }
  }

  @Test
  void aFewStepsLowerTheLoss() {
    FusedHead head = block(allForms());
    float before = loss(run(head, allForms(), 0, samples(), data, false), data).getFloat();
    for (int i = 0; i < 10; i++) {
      step(head, allForms(), 0.01);
    }
    assertThat(loss(run(head, allForms(), 0, samples(), data, false), data).getFloat())
        .isLessThan(before);
  }

  @Test
  void aTrainingSampleWithoutItsTargetIsNamed() {
    List<String> columns =
        factory().columns(options()).stream().map(TaskFactory.Column::name).toList();
    assumeTrue(!columns.isEmpty(), "it reads no column");
    Map<String, Object> rest = new LinkedHashMap<>(train().get(0).values());
    assertThat(rest).as("columns of train()").containsKeys(columns.toArray(String[]::new));
    columns.forEach(rest::remove);
    Sample stripped = new Sample("somewhere:42", rest);
    assertThatThrownBy(() -> fitted().targets(List.of(stripped), true, data))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(stripped.id());
  }

  @Test
  void balancedOptionsGoWithAClassOfEverySample() throws Exception {
    assumeTrue(factory().balanced(options()) != null, "its samples have no class");
    O balanced = Objects.requireNonNull(factory().balanced(options()));
    assertThat(factory().balanced(balanced)).as("balanced once more").isEqualTo(balanced);
    Task untrained = create();
    Set<String> classes = new HashSet<>();
    for (Sample sample : train()) {
      untrained.check(sample);
      classes.add(Objects.requireNonNull(untrained.classOf(sample), "its class"));
    }
    assertThat(classes).as("classes of train()").hasSizeGreaterThan(1);
    assertThatThrownBy(() -> untrained.classOf(new Sample("somewhere:42", Map.of())))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("somewhere:42");
  }

  @Test
  void itLearnsFromTheTrainSplitAlone(@TempDir Path before, @TempDir Path after) throws Exception {
    Task task = fitted();
    task.save(before);
    FusedHead head = block(allForms());
    NDList outputs = run(head, allForms(), 0, samples(), data, false);
    for (List<Sample> samples : List.of(train(), test())) {
      NDList some = rows(outputs, 0, Math.min(samples.size(), samples()));
      List<Sample> measured = samples.subList(0, (int) some.get(0).getShape().get(0));
      NDList targets = task.targets(measured, false, data);
      float loss = task.loss(some, targets).getFloat();
      Values.assertFinite("loss", loss);
      Evaluation evaluation = task.evaluation();
      evaluation.add(some, targets, measured, loss);
      Values.assertFinite("measures", numbers(evaluation.result()));
      task.decode(some, ALL);
    }
    task.save(after);
    assertThat(files(after)).as("what it has learned after measuring").isEqualTo(files(before));
  }

  @Test
  void decodesProbabilitiesTheBestFirst() {
    Task task = fitted();
    NDList outputs = run(block(allForms()), allForms(), 0, samples(), data, false);
    List<List<Task.Prediction>> all = task.decode(outputs, ALL);
    assertThat(all).as("one list a sample").hasSize(samples());
    for (List<Task.Prediction> predictions : all) {
      List<Double> probabilities = predictions.stream().map(Task.Prediction::probability).toList();
      assertThat(probabilities)
          .isNotEmpty()
          .allSatisfy(probability -> assertThat(probability).isBetween(0.0, 1.0))
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
      if (chooses()) {
        assertThat(probabilities.stream().mapToDouble(Double::doubleValue).sum())
            .as("sum of probabilities")
            .isCloseTo(1, within(1e-5));
      }
    }
    List<List<Task.Prediction>> first = all.stream().map(list -> list.subList(0, 1)).toList();
    assertThat(task.decode(outputs, 1)).as("the best only").isEqualTo(first);
  }

  @Test
  void aPerfectPredictionMeasuresPerfectly() {
    Task task = fitted();
    NDList targets = targets(task, train(), false, data);
    NDList outputs = perfect(targets, data);
    Map<String, Double> result = measure(task, outputs, targets, samples());
    assertThat(result).as("measures").containsKey(task.primaryMetric());
    assertThat(result.get(task.primaryMetric()))
        .as(task.primaryMetric())
        .isCloseTo(perfectMetric(), within(1e-6));
    NDList start = run(block(allForms()), allForms(), 0, samples(), data, false);
    assertThat(task.loss(outputs, targets).getFloat())
        .as("loss of a perfect prediction, less than at the start")
        .isLessThan(task.loss(start, targets).getFloat());
  }

  @Test
  void theSizeOfBatchesDoesNotChangeThePrimaryMetric() {
    Task task = fitted();
    NDList targets = targets(task, train(), false, data);
    NDList outputs = run(block(allForms()), allForms(), 0, samples(), data, false);
    String metric = task.primaryMetric();
    Double whole = Objects.requireNonNull(measure(task, outputs, targets, samples()).get(metric));
    assertThat(measure(task, outputs, targets, samples() - 1).get(metric))
        .isCloseTo(whole, within(1e-6));
  }

  @Test
  void valuesOfSamplesHaveThePrimaryMetricAsTheirMean() {
    Task task = fitted();
    NDList targets = targets(task, train(), false, data);
    NDList outputs = run(block(allForms()), allForms(), 0, samples(), data, false);
    Evaluation evaluation = evaluated(task, outputs, targets, samples() - 1);
    assumeTrue(evaluation instanceof SampleValues, "it gives samples no values");
    double[] values = ((SampleValues) evaluation).values();
    assertThat(values).as("one for each sample").hasSize(samples());
    assertThat(Arrays.stream(values).average().orElseThrow())
        .as("their mean, and " + task.primaryMetric())
        .isCloseTo(evaluation.result().get(task.primaryMetric()), within(1e-6));
  }

  @Test
  void aSampleWithoutAnyInputGivesFiniteOutputsAndGradients() {
    FusedHead head = block(allForms());
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Encoding fused = encoding(head, fused(head, data), present(samples(), 2, data));
      NDList outputs = head.predict(fused, true);
      Values.assertFinite("outputs", Values.of(outputs));
      collector.backward(loss(outputs, data));
    }
    gradients(head)
        .forEach((name, g) -> Values.assertFinite("gradient of " + name, g.toFloatArray()));
  }

  @Test
  void aTaskThatIsLoadedDoesTheSame(@TempDir Path folder) throws Exception {
    Task task = fitted();
    task.save(folder);
    Task loaded = create();
    loaded.load(folder);
    FusedHead head = block(allForms());
    FusedHead other = headOf(loaded);
    other.initialize(data, 2);
    copy(head, other);
    NDList outputs = run(head, allForms(), 0, samples(), data, false);
    NDList same = run(other, allForms(), 0, samples(), data, false);
    assertThat(Values.of(same)).as("outputs").containsExactly(Values.of(outputs));
    NDList targets = targets(task, train(), true, data);
    NDList sameTargets = targets(loaded, train(), true, data);
    assertThat(loaded.loss(same, sameTargets).getFloat())
        .as("loss")
        .isEqualTo(task.loss(outputs, targets).getFloat());
    assertThat(loaded.decode(same, ALL)).as("decoded").isEqualTo(task.decode(outputs, ALL));
    assertThat(measure(loaded, same, sameTargets, samples()))
        .as("measures")
        .isEqualTo(measure(task, outputs, targets, samples()));
  }

  private Task create() {
    return factory().create(options(), new TaskContext(Map.of()));
  }

  /** A task whose head takes more than the fused encoding has another contract. */
  private static FusedHead headOf(Task task) {
    return (FusedHead) task.head(HeadContext.of(EncodingSpec.both(WIDTH)));
  }

  private Task fitted() {
    Task task = create();
    try {
      task.fit(train());
    } catch (BadDataException e) {
      throw new AssertionError("train() cannot be learned from", e);
    }
    return task;
  }

  private static NDList targets(
      Task task, List<Sample> samples, boolean training, NDManager manager) {
    try {
      return task.targets(samples, training, manager);
    } catch (BadDataException e) {
      throw new AssertionError("train() has a sample that cannot be used", e);
    }
  }

  /** The measures of the train samples, in batches of a given size. */
  private Map<String, Double> measure(Task task, NDList outputs, NDList targets, int size) {
    return evaluated(task, outputs, targets, size).result();
  }

  private Evaluation evaluated(Task task, NDList outputs, NDList targets, int size) {
    Evaluation evaluation = task.evaluation();
    for (int from = 0; from < samples(); from += size) {
      int to = Math.min(from + size, samples());
      NDList some = rows(outputs, from, to);
      NDList truth = rows(targets, from, to);
      double loss = task.loss(some, truth).getFloat();
      evaluation.add(some, truth, train().subList(from, to), loss);
    }
    return evaluation;
  }

  private static NDList rows(NDList arrays, int from, int to) {
    NDList rows = new NDList();
    arrays.forEach(array -> rows.add(array.get("{}:{}", from, to)));
    return rows;
  }

  private NDArray fused(FusedHead head, NDManager manager) {
    int tokens = head.wants() == Form.TOKENS ? TOKENS : 1;
    NDArray values =
        manager.arange(0f, (float) samples() * tokens * WIDTH).mul(manager.create(1.7f)).sin();
    return head.wants() == Form.TOKENS
        ? values.reshape(samples(), TOKENS, WIDTH)
        : values.reshape(samples(), WIDTH);
  }

  /** Presence where the first samples are absent. */
  private static NDArray present(int samples, int absent, NDManager manager) {
    boolean[] present = new boolean[samples];
    for (int i = absent; i < samples; i++) {
      present[i] = true;
    }
    return manager.create(present);
  }

  private static Encoding encoding(FusedHead head, NDArray values, NDArray present) {
    if (head.wants() == Form.POOLED) {
      return Encoding.ofPooled(values, present);
    }
    Shape shape = values.getShape().slice(0, 2);
    NDArray mask = present.expandDims(1).broadcast(shape);
    return Encoding.ofTokens(Tensors.cover(values, mask), mask, present);
  }

  private static float[] numbers(Map<String, Double> measures) {
    float[] numbers = new float[measures.size()];
    int at = 0;
    for (double value : measures.values()) {
      numbers[at++] = (float) value;
    }
    return numbers;
  }

  /** Every file of a folder with what is in it. */
  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        contents.put(name, Files.readString(file, StandardCharsets.ISO_8859_1)); // any bytes
      }
    }
    return contents;
  }
}
