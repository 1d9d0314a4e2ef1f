package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Form;
import dev.braid.api.model.Optimizer;
import dev.braid.api.nn.Module;
import dev.braid.core.engine.GradMode;
import dev.braid.core.optim.Adam;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What every trainable block must do, whatever kind of part it belongs to. It is run on one batch
 * that each kind makes for itself.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BlockContract<O extends Record, M extends Module> extends PartContract<O> {

  private static final int SEED = 5;

  /** What lies behind a gate that starts closed gets its gradient once a first step opens it. */
  private static final int STEPS = 2;

  /** The values that blocks start with, by forms: those of large blocks take long to draw. */
  private final Map<Set<Form>, Map<String, NDArray>> starts = new HashMap<>();

  /** Keeps the starts of all tests. */
  private final NDManager kept = NDManager.newBaseManager();

  /** Keeps the parameters of one test. */
  private NDManager parameters;

  /** Keeps data and results of one test. */
  NDManager data;

  /**
   * Parameters that cannot change the result and so need no gradient, such as a bias that a softmax
   * cancels out; by default none.
   */
  protected Set<String> withoutInfluence() {
    return Set.of();
  }

  /** The sets of forms that may be asked of the block; the last has all. */
  abstract List<Set<Form>> forms();

  /** A block without values. */
  abstract M create(Set<Form> wanted);

  /** The number of samples in the batch. */
  abstract int samples();

  /** The results for the samples {@code [from, to)} of the batch, {@code [B, ...]} each. */
  abstract NDList run(
      M block, Set<Form> wanted, int from, int to, NDManager manager, boolean training);

  /** A scalar that depends on every value of the results for the whole batch. */
  NDArray loss(NDList results, NDManager manager) {
    NDArray sum = manager.zeros(new Shape());
    for (NDArray y : results) {
      NDArray weights =
          manager
              .arange(0f, (float) y.size())
              .mul(manager.create(0.7f))
              .cos()
              .reshape(y.getShape());
      sum =
          sum.add(y.mul(weights).sum())
              .add(y.square().mul(weights).sum().mul(manager.create(0.5f)));
    }
    return sum;
  }

  /** As in training: only a gradient collector records. */
  @BeforeEach
  void open() {
    GradMode.off();
    parameters = NDManager.newBaseManager();
    data = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    data.close();
    parameters.close();
  }

  @AfterAll
  void closeStarts() {
    kept.close();
  }

  @Test
  void everyParameterGetsAFiniteGradient() {
    for (Set<Form> wanted : forms()) {
      M block = block(wanted);
      Set<String> reached = new TreeSet<>(withoutInfluence());
      for (int step = 0; step < STEPS; step++) {
        step(block, wanted, rate(step))
            .forEach(
                (name, sum) -> {
                  assertThat(sum).as("gradient of %s through %s", name, wanted).isFinite();
                  if (sum > 0) {
                    reached.add(name);
                  }
                });
      }
      assertThat(reached)
          .as("parameters with a gradient through %s", wanted)
          .containsAll(trained(block).keySet());
    }
  }

  @Test
  void everyParameterAndTheResultChangeInSteps() {
    for (Set<Form> wanted : forms()) {
      M block = block(wanted);
      Map<String, NDArray> trained = trained(block);
      trained.keySet().removeAll(withoutInfluence());
      if (trained.isEmpty()) {
        continue;
      }
      Map<String, float[]> before = new LinkedHashMap<>();
      trained.forEach((name, array) -> before.put(name, array.toFloatArray()));
      float[] result = evaluate(block, wanted);
      for (int step = 0; step < STEPS; step++) {
        step(block, wanted, rate(step));
      }
      trained.forEach(
          (name, array) ->
              assertThat(array.toFloatArray())
                  .as("%s after a step through %s", name, wanted)
                  .isNotEqualTo(before.get(name)));
      assertThat(evaluate(block, wanted)).as("result after a step").isNotEqualTo(result);
    }
  }

  @Test
  void aStepLeavesNoArrayWithTheParameters() {
    Set<Form> wanted = allForms();
    M block = block(wanted);
    int before = parameters.getManagedArrays().size();
    try (NDManager step = NDManager.newBaseManager()) {
      backward(block, wanted, step);
      run(block, wanted, 0, samples(), step, false);
    }
    assertThat(parameters.getManagedArrays())
        .as("arrays in the manager of the parameters; write x.mul(value), not value.mul(x)")
        .hasSize(before);
  }

  @Test
  void theOtherSamplesOfABatchDoNotMatter() {
    Set<Form> wanted = allForms();
    M block = block(wanted);
    int from = samples() / 2;
    int to = from + 2;
    NDList rows = new NDList();
    for (NDArray array : run(block, wanted, 0, samples(), data, false)) {
      rows.add(array.get("{}:{}", from, to));
    }
    Values.assertClose(
        "two samples alone", Values.of(run(block, wanted, from, to, data, false)), Values.of(rows));
  }

  @Test
  void aBlockWithTheSameNamedValuesGivesTheSameResult() {
    Set<Form> wanted = allForms();
    M block = block(wanted);
    step(block, wanted, 0.01); // so that what it keeps beside the parameters differs from the start
    M other = block(wanted, 2);
    copy(block, other);
    assertThat(evaluate(other, wanted)).containsExactly(evaluate(block, wanted));
  }

  @Test
  void theSameSeedGivesTheSameStart() {
    Set<Form> wanted = allForms();
    assertThat(evaluate(block(wanted, 3), wanted))
        .containsExactly(evaluate(block(wanted, 3), wanted));
  }

  @Test
  void trainingIsRepeatableUnderTheSeedOfTheEngine() {
    Set<Form> wanted = allForms();
    float[][] results = new float[2][];
    for (int i = 0; i < 2; i++) {
      M block = block(wanted);
      Engine.getInstance().setRandomSeed(SEED);
      results[i] = Values.of(run(block, wanted, 0, samples(), data, true));
    }
    assertThat(results[1]).containsExactly(results[0]);
  }

  @Test
  void nothingIsRandomInEvaluation() {
    Set<Form> wanted = allForms();
    M block = block(wanted);
    assertThat(evaluate(block, wanted)).containsExactly(evaluate(block, wanted));
  }

  final Set<Form> allForms() {
    return forms().get(forms().size() - 1);
  }

  /** A block with values of its own, drawn from a seed. */
  private M block(Set<Form> wanted, long seed) {
    M block = create(wanted);
    block.initialize(parameters, seed);
    return block;
  }

  /** A block with the same values every time. */
  final M block(Set<Form> wanted) {
    Map<String, NDArray> start = starts.get(wanted);
    if (start == null) {
      M block = block(wanted, 1);
      starts.put(wanted, duplicates(block, kept));
      return block;
    }
    M block = create(wanted);
    block
        .named()
        .forEach(
            (name, parameter) -> {
              NDArray array = Objects.requireNonNull(start.get(name)).duplicate();
              array.attach(parameters);
              parameter.setShape(null); // or it takes no array
              parameter.setArray(array);
              array.setRequiresGradient(parameter.requiresGradient());
            });
    return block;
  }

  private static Map<String, NDArray> duplicates(Module block, NDManager manager) {
    Map<String, NDArray> duplicates = new HashMap<>();
    block
        .named()
        .forEach(
            (name, parameter) -> {
              NDArray array = parameter.getArray().duplicate();
              array.attach(manager);
              duplicates.put(name, array);
            });
    return duplicates;
  }

  final float[] evaluate(M block, Set<Form> wanted) {
    return Values.of(run(block, wanted, 0, samples(), data, false));
  }

  final void backward(M block, Set<Form> wanted, NDManager manager) {
    Engine.getInstance().setRandomSeed(SEED);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(loss(run(block, wanted, 0, samples(), manager, true), manager));
    }
  }

  /** Each step's own, or a second step that goes back would end where the first began. */
  private static double rate(int step) {
    return 0.01 / (step + 1);
  }

  /**
   * One step of Adam, which moves a parameter however small its gradient is.
   *
   * @return the sum of each gradient's sizes
   */
  final Map<String, Float> step(M block, Set<Form> wanted, double rate) {
    Map<String, Float> sums = new LinkedHashMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        Optimizer adam =
            new Adam().create(new Adam.Options(rate, 0.9, 0.999, 1e-20, 0), trained(block))) {
      backward(block, wanted, manager);
      Map<String, NDArray> gradients = gradients(block);
      gradients.forEach((name, gradient) -> sums.put(name, gradient.abs().sum().getFloat()));
      adam.step(gradients, rate);
    }
    return sums;
  }

  final Map<String, NDArray> trained(M block) {
    Map<String, NDArray> trained = new LinkedHashMap<>();
    block
        .named()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                trained.put(name, parameter.getArray());
              }
            });
    return trained;
  }

  final Map<String, NDArray> gradients(M block) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    trained(block)
        .forEach(
            (name, array) -> {
              NDArray gradient = array.getGradient();
              gradient.attach(data); // a handle of its own
              gradients.put(name, gradient);
            });
    return gradients;
  }

  /** Through the names, as a checkpoint does. */
  final void copy(M from, M to) {
    Map<String, Parameter> saved = from.named();
    assertThat(to.named().keySet()).as("names of another block").isEqualTo(saved.keySet());
    to.named()
        .forEach(
            (name, parameter) -> {
              NDArray array = parameter.getArray();
              array.setRequiresGradient(false);
              Objects.requireNonNull(saved.get(name)).getArray().copyTo(array);
              array.setRequiresGradient(parameter.requiresGradient());
            });
  }
}
