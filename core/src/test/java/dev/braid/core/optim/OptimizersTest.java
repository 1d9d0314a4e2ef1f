package dev.braid.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Optimizer.Group;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every optimizer against torch's values; {@code golden.py} beside the file wrote them. */
class OptimizersTest {

  private static final JsonNode GOLDEN = golden();
  private static final int STEPS = 50;
  private static final int LATE = 20; // parameter c is frozen for so many steps

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static <O extends Record> Optimizer make(
      OptimizerFactory<O> factory, O options, Map<String, NDArray> parameters) {
    return factory.create(options, parameters);
  }

  /** The cases of golden.py, with the options that it gives; {@code decay} where it has one. */
  enum Case {
    SGD("sgd", 0.02, 0),
    SGD_MOMENTUM("sgd-momentum", 0.02, 0.1),
    SGD_NESTEROV("sgd-nesterov", 0.02, 0.1),
    ADAM("adam", 0.01, 0.1),
    ADAMW("adamw", 0.01, 0.1),
    RMSPROP("rmsprop", 0.002, 0),
    RMSPROP_CENTERED("rmsprop-centered", 0.002, 0.1),
    RMSPROP_MOMENTUM("rmsprop-momentum", 0.002, 0),
    RMSPROP_ALL("rmsprop-all", 0.002, 0.1),
    ADAGRAD("adagrad", 0.05, 0.1),
    LION("lion", 0.01, 0.1);

    private final String key;
    private final double rate;
    private final double decay;

    Case(String key, double rate, double decay) {
      this.key = key;
      this.rate = rate;
      this.decay = decay;
    }

    Optimizer over(Map<String, NDArray> p) {
      return over(p, rate, decay);
    }

    Optimizer over(Map<String, NDArray> p, double rate, double decay) {
      return switch (this) {
        case SGD -> make(new Sgd(), new Sgd.Options(rate, 0, 0, false, decay), p);
        case SGD_MOMENTUM -> make(new Sgd(), new Sgd.Options(rate, 0.9, 0.3, false, decay), p);
        case SGD_NESTEROV -> make(new Sgd(), new Sgd.Options(rate, 0.9, 0, true, decay), p);
        case ADAM -> make(new Adam(), new Adam.Options(rate, 0.9, 0.99, 1e-7, decay), p);
        case ADAMW -> make(new AdamW(), new AdamW.Options(rate, 0.9, 0.99, 1e-7, decay), p);
        case RMSPROP -> rmsprop(rate, 0, false, decay, p);
        case RMSPROP_CENTERED -> rmsprop(rate, 0, true, decay, p);
        case RMSPROP_MOMENTUM -> rmsprop(rate, 0.5, false, decay, p);
        case RMSPROP_ALL -> rmsprop(rate, 0.5, true, decay, p);
        case ADAGRAD -> make(new Adagrad(), new Adagrad.Options(rate, 0.1, 0.5, 1e-9, decay), p);
        case LION -> make(new Lion(), new Lion.Options(rate, 0.9, 0.99, decay), p);
      };
    }

    private static Optimizer rmsprop(
        double rate, double momentum, boolean centered, double decay, Map<String, NDArray> p) {
      return make(
          new RmsProp(), new RmsProp.Options(rate, 0.95, 1e-6, momentum, centered, decay), p);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiftyStepsOfAllParametersAtOnceEqualTorch(Case each) {
    Map<String, NDArray> parameters = start();
    try (Optimizer optimizer = each.over(parameters)) {
      steps(optimizer, 0, STEPS, each.rate);
      assertThat(optimizer.steps()).isEqualTo(STEPS);
    }
    assertEnd(each, parameters);
  }

  @ParameterizedTest
  @EnumSource
  void fiftyStepsOfOneParameterAfterTheOtherEqualTorch(Case each) {
    Map<String, NDArray> parameters = start();
    try (Optimizer optimizer = Moments.plainly(each.over(parameters))) {
      steps(optimizer, 0, STEPS, each.rate);
    }
    assertEnd(each, parameters);
  }

  @ParameterizedTest
  @EnumSource
  void theRateAndDecayOfAGroupReplaceTheOptimizersOwn(Case each) {
    Map<String, NDArray> parameters = start();
    try (Optimizer optimizer = each.over(parameters, 1, 3)) {
      for (int t = 0; t < STEPS; t++) {
        optimizer.step(
            gradients(t).entrySet().stream()
                .map(g -> new Group(Map.of(g.getKey(), g.getValue()), each.rate, each.decay))
                .toList());
      }
    }
    assertEnd(each, parameters);
  }

  @ParameterizedTest
  @EnumSource
  void aRestoredStateGoesOnBitByBit(Case each) {
    Map<String, NDArray> whole = start();
    Map<String, NDArray> halves = start();
    try (Optimizer first = each.over(whole);
        Optimizer before = each.over(halves);
        Optimizer after = each.over(halves)) {
      steps(first, 11, 31, each.rate); // c joins at 20, before the state is saved
      steps(before, 11, 21, each.rate);
      Map<String, NDArray> saved = new LinkedHashMap<>();
      before
          .state()
          .forEach((name, a) -> saved.put(name, manager.create(a.toFloatArray(), a.getShape())));
      after.restore(saved, before.steps());
      steps(after, 21, 31, each.rate);
      assertThat(after.steps()).isEqualTo(first.steps());
      first
          .state()
          .forEach(
              (name, array) ->
                  assertThat(of(after.state(), name).toFloatArray())
                      .as(name)
                      .containsExactly(array.toFloatArray()));
    }
    whole.forEach(
        (name, array) ->
            assertThat(of(halves, name).toFloatArray())
                .as(name)
                .containsExactly(array.toFloatArray()));
  }

  private void steps(Optimizer optimizer, int from, int to, double rate) {
    for (int t = from; t < to; t++) {
      Map<String, NDArray> gradients = gradients(t);
      optimizer.step(gradients, rate);
      gradients.forEach((name, g) -> assertThat(g.toFloatArray()).as(name).containsOnly(0f));
    }
  }

  private Map<String, NDArray> start() {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    GOLDEN
        .get("start")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), array(entry.getKey(), entry.getValue())));
    parameters.values().forEach(p -> p.setRequiresGradient(true));
    return parameters;
  }

  private Map<String, NDArray> gradients(int t) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    GOLDEN
        .get("gradients")
        .properties()
        .forEach(
            entry -> {
              if (t >= LATE || !entry.getKey().equals("c")) {
                gradients.put(entry.getKey(), array(entry.getKey(), entry.getValue().get(t)));
              }
            });
    return gradients;
  }

  private NDArray array(String name, JsonNode values) {
    JsonNode sizes = GOLDEN.get("shapes").get(name);
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
    }
    return manager.create(floats(values), new Shape(shape));
  }

  private static void assertEnd(Case each, Map<String, NDArray> parameters) {
    JsonNode end = GOLDEN.get("end").get(each.key);
    parameters.forEach(
        (name, p) ->
            assertThat(p.toFloatArray())
                .as(name)
                .containsExactly(floats(end.get(name)), within(1e-6f)));
  }

  private static float[] floats(JsonNode values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values.get(i).asDouble();
    }
    return floats;
  }

  private static NDArray of(Map<String, NDArray> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static JsonNode golden() {
    try (InputStream in = OptimizersTest.class.getResourceAsStream("/optim/golden.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
