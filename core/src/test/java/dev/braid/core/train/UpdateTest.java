package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import dev.braid.core.engine.GradMode;
import dev.braid.core.optim.AdamW;
import dev.braid.core.optim.Sgd;
import dev.braid.core.schedule.Linear;
import dev.braid.core.schedule.Plateau;
import dev.braid.core.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two parameters, a matrix and a vector; the gradient of each is a constant. */
class UpdateTest {

  private final NDManager manager = NDManager.newBaseManager();
  private final Map<String, Parameter> model = new LinkedHashMap<>();

  @BeforeEach
  void prepare() {
    GradMode.off();
    model.put("encoder.weight", Weights.parameter(manager, new Shape(1, 2), 1, 2));
    model.put("head.bias", Weights.parameter(manager, new Shape(1), 3));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Optimizer optimizer(boolean adaptive) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    model.forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return adaptive
        ? new AdamW().create(new AdamW.Options(0.1, 0.9, 0.999, 1e-8, 0.5), arrays)
        : new Sgd().create(new Sgd.Options(0.1, 0, 0, false, 0), arrays);
  }

  private Update update(Optimizer optimizer, Schedule schedule, String options)
      throws SpecException {
    return new Update(
        model, optimizer, schedule, TrainingOptionsOf.yaml(options), "accuracy", true);
  }

  /** One update from the gradient that is {@code slope} everywhere. */
  private void step(Update update, double slope) {
    try (NDManager scope = NDManager.newBaseManager()) {
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray loss = scope.create(0f);
        for (Parameter parameter : model.values()) {
          NDArray ones = scope.ones(parameter.getShape());
          loss = loss.add(ones.mul(parameter.getArray()).sum());
        }
        collector.backward(loss.mul(scope.create((float) slope)));
      }
      update.apply(update.gradients(scope), 1);
    }
  }

  private float[] values(String name) {
    Parameter parameter = model.get(name);
    assertThat(parameter).isNotNull();
    return parameter.getArray().toFloatArray();
  }

  @Test
  void theScheduleCountsUpdates() throws SpecException {
    Schedule linear = new Linear().create(new Linear.Options(0), new ScheduleContext(4, 4));
    try (Optimizer sgd = optimizer(false)) {
      Update update = update(sgd, linear, "{}");
      assertThat(update.learningRate()).isEqualTo(0.1);
      float expected = 3;
      for (int i = 0; i < 4; i++) {
        step(update, 1);
        expected -= 0.1f * (4 - i) / 4;
        assertThat(values("head.bias")[0]).isCloseTo(expected, within(1e-6f));
        assertThat(update.learningRate()).isCloseTo(0.1 * (4 - i) / 4, within(1e-12));
      }
    }
  }

  @Test
  void clippingBoundsAStepInBothDirections() throws SpecException {
    try (Optimizer sgd = optimizer(false)) {
      Update update = update(sgd, step -> 1, "clip_norm: 1");
      float part = (float) (0.1 / Math.sqrt(3)); // three values, all alike
      step(update, -1e6);
      assertThat(values("encoder.weight"))
          .containsExactly(new float[] {1 + part, 2 + part}, within(1e-5f));
      step(update, 1e6);
      assertThat(values("head.bias")).containsExactly(new float[] {3}, within(1e-5f));
    }
  }

  @Test
  void headsThatOnlyObserveAreClippedForThemselves() throws SpecException {
    model.put("auxiliary.a.weight", Weights.parameter(manager, new Shape(1), 5));
    float part = (float) (0.1 / Math.sqrt(3));
    try (Optimizer sgd = optimizer(false)) {
      step(update(sgd, step -> 1, "clip_norm: 1\nbalance: {ogm_ge: {}}"), 1e6);
      assertThat(values("head.bias")).containsExactly(new float[] {3 - part}, within(1e-5f));
      assertThat(values("auxiliary.a.weight")).containsExactly(new float[] {4.9f}, within(1e-5f));
      // Heads that train the encoders too are part of the whole: four values, all alike.
      step(update(sgd, step -> 1, "clip_norm: 1\nbalance: {auxiliary: {}, ogm_ge: {}}"), 1e6);
      assertThat(values("head.bias"))
          .containsExactly(new float[] {3 - part - 0.05f}, within(1e-5f));
      assertThat(values("auxiliary.a.weight")).containsExactly(new float[] {4.85f}, within(1e-5f));
    }
  }

  @Test
  void whatIsFrozenGetsNoUpdateNoDecayAndNoStateUntilItsEpochsAreOver() throws SpecException {
    try (Optimizer adam = optimizer(true)) {
      Update update = update(adam, step -> 1, "groups: {'encoder.*': {freeze_epochs: 1}}");
      update.epoch(1);
      step(update, 2);
      assertThat(values("encoder.weight")).containsExactly(1, 2);
      assertThat(values("head.bias")[0]).isNotEqualTo(3f);
      adam.state()
          .forEach(
              (name, array) -> {
                if (name.endsWith("encoder.weight")) {
                  assertThat(array.toFloatArray()).as(name).containsOnly(0f);
                }
              });
      update.epoch(2);
      step(update, 2);
      // Its first update: Adam's is as long as the rate, and decay takes 0.1 x 0.5 of the value.
      assertThat(values("encoder.weight"))
          .containsExactly(new float[] {1 * 0.95f - 0.1f, 2 * 0.95f - 0.1f}, within(1e-5f));
    }
  }

  @Test
  void aFrozenParameterKeepsNoGradientForLater() throws SpecException {
    try (Optimizer sgd = optimizer(false)) {
      Update update = update(sgd, step -> 1, "groups: {'encoder.*': {freeze_epochs: 1}}");
      update.epoch(1);
      step(update, 100);
      update.epoch(2);
      step(update, 1);
      assertThat(values("encoder.weight")).containsExactly(new float[] {0.9f, 1.9f}, within(1e-6f));
    }
  }

  @Test
  void gradientsAreScaledBeforeTheyAreClipped() throws SpecException {
    try (Optimizer sgd = optimizer(false);
        NDManager scope = NDManager.newBaseManager()) {
      Update update = update(sgd, step -> 1, "clip_norm: 1000");
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      gradients.put("head.bias", scope.create(new float[] {50}));
      update.apply(gradients, 0.02);
      assertThat(values("head.bias")).containsExactly(new float[] {2.9f}, within(1e-6f));
    }
  }

  @Test
  void scheduleAndEarlyStoppingGoOnFromSavedValues() throws SpecException {
    ScheduleContext context = new ScheduleContext(100, 10);
    Plateau.Options plateau = new Plateau.Options(0.5, 1, 0, 0, 0);
    String options = "early_stopping: {patience: 3}";
    try (Optimizer first = optimizer(true);
        Optimizer second = optimizer(true)) {
      Update before = update(first, new Plateau().create(plateau, context), options);
      step(before, 1);
      assertThat(before.validated(Map.of())).isNull();
      assertThat(before.validated(Map.of("accuracy", 0.5))).isNull();
      assertThat(before.validated(Map.of("accuracy", 0.4))).isNull();
      Update after = update(second, new Plateau().create(plateau, context), options);
      after.restore(before.arrays(), before.values());
      assertThat(after.values()).isEqualTo(before.values());
      assertThat(after.learningRate()).isEqualTo(0.1);
      assertThat(after.validated(Map.of("accuracy", 0.4))).isNull();
      assertThat(after.learningRate()).isEqualTo(0.05);
      assertThat(after.validated(Map.of("accuracy", 0.4))).contains("accuracy", "early_stopping");
    }
  }

  @Test
  void validationSeesTheAverageAndTrainingGoesOnFromItsOwnWeights() throws SpecException {
    try (Optimizer sgd = optimizer(false)) {
      Update update = update(sgd, step -> 1, "ema: 0.9");
      step(update, 1);
      assertThat(values("head.bias")).containsExactly(new float[] {2.9f}, within(1e-6f));
      try (Average.Use use = update.averaged()) {
        assertThat(use).isNotNull();
        // The decay after the first update is 2/11.
        assertThat(values("head.bias"))
            .containsExactly(new float[] {3 - 0.1f * 9 / 11}, within(1e-6f));
      }
      step(update, 1);
      assertThat(values("head.bias")).containsExactly(new float[] {2.8f}, within(1e-6f));
    }
  }
}
