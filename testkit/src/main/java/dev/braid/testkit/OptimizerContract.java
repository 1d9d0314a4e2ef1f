package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.model.Optimizer;
import dev.braid.core.engine.GradMode;
import dev.braid.core.parts.PartKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every optimizer must do. Extend it with a class that gives the factory and options with a
 * learning rate that suits {@code f(p) = |p - 1|²/2}, such as 0.05.
 *
 * @param <O> the optimizer's options
 */
public abstract class OptimizerContract<O extends Record> extends PartContract<O> {

  /** Keeps the parameters and the optimizer's state. */
  private final NDManager parameters = NDManager.newBaseManager();

  private final NDManager data = NDManager.newBaseManager();

  @Override
  protected abstract OptimizerFactory<O> factory();

  @Override
  final PartKind kind() {
    return PartKind.OPTIMIZER;
  }

  @BeforeEach
  void recordNothing() {
    GradMode.off();
  }

  @AfterEach
  void close() {
    data.close();
    parameters.close();
  }

  @Test
  void stepsLeadToTheMinimumAndLeaveGradientsZero() {
    Map<String, NDArray> model = model();
    try (Optimizer optimizer = factory().create(options(), model)) {
      float before = distance(model);
      for (int i = 1; i <= 200; i++) {
        Map<String, NDArray> gradients = gradients(model);
        optimizer.step(gradients, optimizer.learningRate());
        gradients.forEach(
            (name, g) -> assertThat(g.toFloatArray()).as("gradient of " + name).containsOnly(0f));
        assertThat(optimizer.steps()).isEqualTo(i);
      }
      assertThat(distance(model)).as("distance to the minimum").isLessThan(before / 2);
    }
  }

  @Test
  void oneStepChangesEveryParameterAndARateOfZeroNone() {
    Map<String, NDArray> model = model();
    Map<String, float[]> start = values(model);
    try (Optimizer optimizer = factory().create(options(), model)) {
      optimizer.step(gradients(model), 0);
      assertThat(values(model))
          .as("after a step of rate 0")
          .usingRecursiveComparison()
          .isEqualTo(start);
      optimizer.step(gradients(model), optimizer.learningRate());
    }
    values(model)
        .forEach((name, values) -> assertThat(values).as(name).isNotEqualTo(start.get(name)));
  }

  @Test
  void aStepOfSeveralGroupsIsOneAndEachHasItsOwnRate() {
    Map<String, NDArray> model = model();
    Map<String, float[]> start = values(model);
    try (Optimizer optimizer = factory().create(options(), model)) {
      Map<String, NDArray> first = gradients(model);
      Map<String, NDArray> second = new LinkedHashMap<>(first);
      first.remove("b");
      second.remove("a");
      optimizer.step(
          List.of(
              new Optimizer.Group(first, optimizer.learningRate(), null),
              new Optimizer.Group(second, 0, 0.0)));
      assertThat(optimizer.steps()).isEqualTo(1);
    }
    assertThat(values(model).get("a")).as("with a rate").isNotEqualTo(start.get("a"));
    assertThat(values(model).get("b")).as("with a rate of 0").isEqualTo(start.get("b"));
  }

  @Test
  void aParameterWithoutAGradientKeepsItsValueAndState() {
    Map<String, NDArray> model = model();
    try (Optimizer optimizer = factory().create(options(), model)) {
      optimizer.step(gradients(model), optimizer.learningRate());
      float[] value = values(model).get("b");
      Map<String, float[]> state = values(optimizer.state());
      Map<String, NDArray> some = gradients(model);
      some.remove("b");
      optimizer.step(some, optimizer.learningRate());
      assertThat(values(model).get("b")).isEqualTo(value);
      values(optimizer.state())
          .forEach(
              (name, values) -> {
                if (name.endsWith(".b")) {
                  assertThat(values).as(name).isEqualTo(state.get(name));
                }
              });
    }
  }

  @Test
  void goesOnBitByBitFromItsSavedState() {
    Map<String, NDArray> model = model();
    Map<String, NDArray> copy = new LinkedHashMap<>();
    try (Optimizer optimizer = factory().create(options(), model)) {
      steps(optimizer, model, 3);
      model.forEach((name, array) -> copy.put(name, parameter(array.toFloatArray())));
      Map<String, NDArray> saved = new LinkedHashMap<>();
      optimizer
          .state()
          .forEach(
              (name, array) ->
                  saved.put(name, data.create(array.toFloatArray(), array.getShape())));
      try (Optimizer other = factory().create(options(), copy)) {
        other.restore(saved, optimizer.steps());
        assertThat(other.steps()).isEqualTo(optimizer.steps());
        steps(optimizer, model, 3);
        steps(other, copy, 3);
      }
    }
    assertThat(values(copy)).usingRecursiveComparison().isEqualTo(values(model));
  }

  @Test
  void aStepLeavesNoArrayAndClosingFreesTheState() {
    Map<String, NDArray> model = model();
    int before = parameters.getManagedArrays().size();
    Optimizer optimizer = factory().create(options(), model);
    steps(optimizer, model, 1);
    int after = parameters.getManagedArrays().size();
    steps(optimizer, model, 3);
    assertThat(parameters.getManagedArrays()).as("arrays after more steps").hasSize(after);
    optimizer.close();
    assertThat(parameters.getManagedArrays()).as("arrays after close").hasSize(before);
  }

  private Map<String, NDArray> model() {
    Map<String, NDArray> model = new LinkedHashMap<>();
    model.put("a", parameter(3, -2, 0.5f));
    model.put("b", parameter(-1, 4));
    return model;
  }

  private NDArray parameter(float... values) {
    NDArray parameter = parameters.create(values);
    parameter.setRequiresGradient(true);
    return parameter;
  }

  /** Of {@code |p - 1|²/2}: the parameters' own gradients, as the training loop hands them over. */
  private Map<String, NDArray> gradients(Map<String, NDArray> model) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray loss = data.create(0f);
      for (NDArray p : model.values()) {
        loss = loss.add(data.ones(p.getShape()).sub(p).square().sum().mul(data.create(0.5f)));
      }
      collector.backward(loss);
    }
    model.forEach(
        (name, p) -> {
          NDArray gradient = p.getGradient();
          gradient.attach(data); // a handle of its own
          gradients.put(name, gradient);
        });
    return gradients;
  }

  private void steps(Optimizer optimizer, Map<String, NDArray> model, int count) {
    for (int i = 0; i < count; i++) {
      optimizer.step(gradients(model), optimizer.learningRate());
    }
  }

  private static float distance(Map<String, NDArray> model) {
    float sum = 0;
    for (float[] values : values(model).values()) {
      for (float value : values) {
        sum += Math.abs(value - 1);
      }
    }
    return sum;
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new LinkedHashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }
}
