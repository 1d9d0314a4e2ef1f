package dev.braid.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Adam over several parameters at once. */
class AdamTest {

  private static final Adam.Options OPTIONS = new Adam.Options(0.01, 0.9, 0.99, 1e-8, 0.05);
  private static final Map<String, Shape> SHAPES =
      Map.of("a", new Shape(3, 5), "b", new Shape(7), "c", new Shape(2, 2, 2), "d", new Shape());

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void eachParameterMovesAsThePaperSays() {
    Map<String, NDArray> parameters = parameters();
    Map<String, Reference> references = new LinkedHashMap<>();
    parameters.forEach((name, p) -> references.put(name, new Reference(p.toFloatArray())));
    try (Optimizer adam = new Adam().create(OPTIONS, parameters)) {
      for (int t = 1; t <= 50; t++) {
        Map<String, NDArray> gradients = gradients(t);
        if (t % 5 == 0) {
          gradients.remove("b"); // keeps its value, its moments and its count
        }
        gradients.forEach((name, g) -> of(references, name).step(g.toFloatArray()));
        adam.step(gradients, OPTIONS.learningRate());
        gradients.forEach((name, g) -> assertThat(g.toFloatArray()).containsOnly(0f));
      }
      references.forEach(
          (name, reference) ->
              assertThat(of(parameters, name).toFloatArray())
                  .as(name)
                  .containsExactly(reference.floats(), within(1e-6f)));
    }
  }

  @Test
  void aRestoredStateGoesOnBitByBit() {
    Map<String, NDArray> whole = parameters();
    Map<String, NDArray> halves = parameters();
    try (Optimizer first = new Adam().create(OPTIONS, whole);
        Optimizer before = new Adam().create(OPTIONS, halves);
        Optimizer after = new Adam().create(OPTIONS, halves)) {
      for (int t = 1; t <= 20; t++) {
        first.step(gradients(t), 0.01);
        (t <= 10 ? before : after).step(gradients(t), 0.01);
        if (t == 10) {
          assertThat(before.state()).containsKeys("exp_avg.a", "exp_avg_sq.d").hasSize(12);
          after.restore(before.state(), before.steps());
        }
      }
    }
    whole.forEach(
        (name, array) ->
            assertThat(of(halves, name).toFloatArray()).containsExactly(array.toFloatArray()));
  }

  @Test
  void aStepLeavesNothingBehind() {
    try (Optimizer adam = new Adam().create(OPTIONS, parameters())) {
      Map<String, NDArray> gradients = gradients(1);
      int before = manager.getManagedArrays().size();
      adam.step(gradients, 0.01);
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }

  private Map<String, NDArray> parameters() {
    Map<String, NDArray> parameters = random(0);
    parameters.values().forEach(p -> p.setRequiresGradient(true));
    return parameters;
  }

  private Map<String, NDArray> gradients(long step) {
    return random(step);
  }

  private Map<String, NDArray> random(long seed) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    SHAPES.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              Random random = new Random(seed * 31 + name.charAt(0));
              Shape shape = of(SHAPES, name);
              float[] values = new float[(int) shape.size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
              }
              arrays.put(name, manager.create(values, shape));
            });
    return arrays;
  }

  private static <T> T of(Map<String, T> map, String name) {
    T value = map.get(name);
    assertThat(value).as(name).isNotNull();
    return value;
  }

  /** Algorithm 1 of the paper, in double precision, with the L2 penalty in the gradient. */
  private static final class Reference {
    private final double[] p;
    private final double[] m;
    private final double[] v;
    private int t;

    Reference(float[] start) {
      p = new double[start.length];
      m = new double[start.length];
      v = new double[start.length];
      for (int i = 0; i < start.length; i++) {
        p[i] = start[i];
      }
    }

    void step(float[] gradient) {
      t++;
      for (int i = 0; i < p.length; i++) {
        double g = gradient[i] + OPTIONS.weightDecay() * p[i];
        m[i] = OPTIONS.beta1() * m[i] + (1 - OPTIONS.beta1()) * g;
        v[i] = OPTIONS.beta2() * v[i] + (1 - OPTIONS.beta2()) * g * g;
        double mean = m[i] / (1 - Math.pow(OPTIONS.beta1(), t));
        double square = v[i] / (1 - Math.pow(OPTIONS.beta2(), t));
        p[i] -= OPTIONS.learningRate() * mean / (Math.sqrt(square) + OPTIONS.epsilon());
      }
    }

    float[] floats() {
      float[] floats = new float[p.length];
      for (int i = 0; i < p.length; i++) {
        floats[i] = (float) p[i];
      }
      return floats;
    }
  }
}
