package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SampleValues;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Form;
import dev.braid.api.model.Head;
import dev.braid.api.model.Task;
import dev.braid.core.parts.PartKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every task must do, its head among it. Extend it with a class that gives the factory, its
 * options, samples with the columns that it reads, and outputs that are right.
 *
 * @param <O> the task's options
 */
public abstract class TaskContract<O extends Record> extends BlockContract<O, Head> {

  private static final int ALL = 1000;

  @Override
  protected abstract TaskFactory<O> factory();

  /** The task of each head, and of the one that ran last. */
  private final IdentityHashMap<Head, Task> tasks = new IdentityHashMap<>();

  private @Nullable Task running;

  /** The names of the inputs, which are those of their columns, too. */
  protected List<String> inputs() {
    return List.of("first", "second");
  }

  /**
   * Four or more samples to learn from; none needs a value besides the task's columns, unless the
   * task looks at those of inputs.
   */
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
    return List.of(Set.of(Form.POOLED, Form.TOKENS));
  }

  @Override
  final Head create(Set<Form> wanted) {
    return headOf(fitted());
  }

  /** In training with targets, otherwise as predictions are made. */
  @Override
  final NDList run(
      Head head, Set<Form> wanted, int from, int to, NDManager manager, boolean training) {
    List<Sample> samples = train().subList(from, to);
    NDList targets = training ? targets(taskOf(head), samples, true, manager) : null;
    return run(head, given().encodings(from, to, 0, manager), targets, manager, training);
  }

  /** As the train split would be measured. */
  private NDList measured(Head head) {
    NDList targets = targets(taskOf(head), train(), false, data);
    return run(head, given().encodings(0, samples(), 0, data), targets, data, false);
  }

  private NDList run(
      Head head,
      Map<String, Encoding> encodings,
      @Nullable NDList targets,
      NDManager manager,
      boolean training) {
    running = taskOf(head);
    return head.predict(given().pass(encodings, head, targets, manager, training));
  }

  @Override
  final NDArray loss(NDList outputs, NDManager manager) {
    Task task = Objects.requireNonNull(running, "no head ran");
    return task.loss(outputs, targets(task, train(), true, manager));
  }

  @Test
  void theLossIsAFiniteScalarThatReachesEveryInput() {
    Head head = block(allForms());
    Map<String, NDArray> leaves = given().leaves(0, samples(), data);
    leaves.values().forEach(leaf -> leaf.setRequiresGradient(true));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Map<String, Encoding> encodings = GivenInputs.encodings(leaves, 0);
      NDList targets = targets(taskOf(head), train(), true, data);
      NDArray loss = loss(run(head, encodings, targets, data, true), data);
      assertThat(loss.size()).as("numbers in the loss").isEqualTo(1);
      Values.assertFinite("loss", loss.toFloatArray());
      collector.backward(loss);
    }
    leaves.forEach(
        (input, leaf) -> {
          try (NDArray gradient = leaf.getGradient()) {
            assertThat(gradient.abs().sum().getFloat())
                .as("gradient of input '%s'", input)
                .isFinite()
                .isPositive();
          }
        });
  }

  @Test
  void aFewStepsLowerTheLoss() {
    Head head = block(allForms());
    float before = loss(measured(head), data).getFloat();
    for (int i = 0; i < 10; i++) {
      step(head, allForms(), 0.01);
    }
    assertThat(loss(measured(head), data).getFloat()).isLessThan(before);
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
    Head head = block(allForms());
    Task task = taskOf(head);
    task.save(before);
    NDList outputs = measured(head);
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
    Head head = block(allForms());
    Task task = taskOf(head);
    NDList outputs = run(head, allForms(), 0, samples(), data, false);
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
    Head head = block(allForms());
    Task task = taskOf(head);
    NDList targets = targets(task, train(), false, data);
    NDList outputs = perfect(targets, data);
    Map<String, Double> result = measure(task, outputs, targets, samples());
    assertThat(result).as("measures").containsKey(task.primaryMetric());
    assertThat(result.get(task.primaryMetric()))
        .as(task.primaryMetric())
        .isCloseTo(perfectMetric(), within(1e-6));
    NDList start = measured(head);
    assertThat(task.loss(outputs, targets).getFloat())
        .as("loss of a perfect prediction, less than at the start")
        .isLessThan(task.loss(start, targets).getFloat());
  }

  @Test
  void theSizeOfBatchesDoesNotChangeThePrimaryMetric() {
    Head head = block(allForms());
    Task task = taskOf(head);
    NDList targets = targets(task, train(), false, data);
    NDList outputs = measured(head);
    String metric = task.primaryMetric();
    Double whole = Objects.requireNonNull(measure(task, outputs, targets, samples()).get(metric));
    assertThat(measure(task, outputs, targets, samples() - 1).get(metric))
        .isCloseTo(whole, within(1e-6));
  }

  @Test
  void valuesOfSamplesHaveThePrimaryMetricAsTheirMean() {
    Head head = block(allForms());
    Task task = taskOf(head);
    NDList targets = targets(task, train(), false, data);
    NDList outputs = measured(head);
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
    Head head = block(allForms());
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList targets = targets(taskOf(head), train(), true, data);
      Map<String, Encoding> encodings = given().encodings(0, samples(), 2, data);
      NDList outputs = run(head, encodings, targets, data, true);
      Values.assertFinite("outputs", Values.of(outputs));
      collector.backward(loss(outputs, data));
    }
    gradients(head)
        .forEach((name, g) -> Values.assertFinite("gradient of " + name, g.toFloatArray()));
  }

  @Test
  void aTaskThatIsLoadedDoesTheSame(@TempDir Path folder) throws Exception {
    Head head = block(allForms());
    Task task = taskOf(head);
    task.save(folder);
    Task loaded = create();
    loaded.load(folder);
    Head other = headOf(loaded);
    other.initialize(data, 2);
    copy(head, other);
    NDList outputs = measured(head);
    NDList same = measured(other);
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
    return factory().create(options(), GivenInputs.context(inputs()));
  }

  private GivenInputs given() {
    return GivenInputs.of(factory(), options(), inputs());
  }

  private Head headOf(Task task) {
    Head head = task.head(given().head());
    tasks.put(head, task);
    return head;
  }

  private Task taskOf(Head head) {
    return Objects.requireNonNull(tasks.get(head), "a head of no task");
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
