package dev.braid.core.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.model.Optimizer;
import dev.braid.core.engine.GradMode;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Fifty steps on sin(3 p) + 0.1 (t mod 3) p², against values that torch.optim gave. */
class OptimizersTest {

  private static float[] fiftySteps(Function<NDArray, Optimizer> make) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray p = manager.create(new float[] {1, -2, 0.5f});
      p.setRequiresGradient(true);
      GradMode.off();
      try (Optimizer optimizer = make.apply(p)) {
        for (int t = 0; t < 50; t++) {
          try (NDManager scope = NDManager.newBaseManager();
              GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray x = scope.create(new float[3]).add(p);
            NDArray square = x.mul(x).sum().mul(0.1 * (t % 3));
            collector.backward(x.mul(3).sin().sum().add(square));
          }
          NDArray gradient = p.getGradient();
          optimizer.step(Map.of("p", gradient), optimizer.learningRate());
          assertThat(gradient.toFloatArray()).containsOnly(0f);
          gradient.close();
        }
        assertThat(optimizer.steps()).isEqualTo(50);
      }
      return p.toFloatArray();
    }
  }

  @Test
  void adamEqualsTorch() {
    float[] p =
        fiftySteps(
            x -> new Adam().create(new Adam.Options(0.01, 0.9, 0.999, 1e-8, 0.1), Map.of("p", x)));
    assertThat(p[0]).isCloseTo(1.4436870f, within(1e-6f));
    assertThat(p[1]).isCloseTo(-2.4505713f, within(1e-6f));
    assertThat(p[2]).isCloseTo(-0.0796366f, within(1e-6f));
  }

  @Test
  void sgdWithNesterovEqualsTorch() {
    float[] p =
        fiftySteps(x -> new Sgd().create(new Sgd.Options(0.01, 0.9, 0, true, 0.1), Map.of("p", x)));
    assertThat(p[0]).isCloseTo(1.5242807f, within(1e-5f));
    assertThat(p[1]).isCloseTo(-2.5376894f, within(1e-5f));
    assertThat(p[2]).isCloseTo(-0.4959512f, within(1e-5f));
  }
}
