package dev.braid.core.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.core.engine.GradMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModulationTest {

  private final NDManager manager = NDManager.newBaseManager();

  @BeforeEach
  void withoutGradients() {
    GradMode.off();
  }

  @AfterEach
  void free() {
    manager.close();
  }

  /** The loss of a head that gives the truth this probability. */
  private static double loss(double probability) {
    return -Math.log(probability);
  }

  @Test
  void theInputThatIsAheadIsDampedByEquationTenOfThePaper() {
    Map<String, Double> factors =
        Modulation.factors(Map.of("sound", loss(0.8), "picture", loss(0.4)), 0.5);
    // r = 0.8 / 0.4 = 2, and 1 - tanh(0.5 * 2) = 1 - 0.761594
    assertThat(factors.get("sound")).isCloseTo(0.238406, within(1e-6));
    assertThat(factors.get("picture")).isEqualTo(1);
  }

  @Test
  void ofThreeInputsEachIsHeldAgainstTheMeanOfTheOthers() {
    Map<String, Double> factors =
        Modulation.factors(Map.of("a", loss(0.6), "b", loss(0.4), "c", loss(0.1)), 0.1);
    // a: 0.6 / 0.25 = 2.4; b: 0.4 / 0.35 = 1.142857; c: 0.1 / 0.5 < 1
    assertThat(factors.get("a")).isCloseTo(1 - Math.tanh(0.24), within(1e-9));
    assertThat(factors.get("b")).isCloseTo(1 - Math.tanh(0.1142857142857), within(1e-9));
    assertThat(factors.get("c")).isEqualTo(1);
  }

  @Test
  void equalInputsAndAnInputAloneKeepTheirGradients() {
    assertThat(Modulation.factors(Map.of("a", 0.5, "b", 0.5), 0.5))
        .isEqualTo(Map.of("a", 1.0, "b", 1.0));
    assertThat(Modulation.factors(Map.of("a", 0.1), 0.5)).containsExactly(Map.entry("a", 1.0));
    assertThat(Modulation.factors(Map.of(), 0.5)).isEmpty();
  }

  @Test
  void lossesThatNoProbabilityCanShowStillCompare() {
    Map<String, Double> factors = Modulation.factors(Map.of("a", 2000.0, "b", 2000.5), 1);
    assertThat(factors.get("a")).isCloseTo(1 - Math.tanh(Math.exp(0.5)), within(1e-9));
    assertThat(Modulation.factors(Map.of("a", 0.0, "b", 5000.0), 1).get("a")).isZero();
  }

  @Test
  void alphaZeroChangesNothing() {
    assertThat(Modulation.factors(Map.of("a", 0.1, "b", 3.0), 0))
        .isEqualTo(Map.of("a", 1.0, "b", 1.0));
  }

  private Map<String, NDArray> gradients() {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (String name :
        new String[] {"encoders.a.w", "pool.a.query", "encoders.b.w", "fusion.a.w", "head.w"}) {
      gradients.put(name, manager.arange(400f).reshape(new Shape(20, 20)));
    }
    return gradients;
  }

  @Test
  void onlyTheEncoderAndThePoolOfAnInputAreChangedInPlace() {
    Map<String, NDArray> gradients = gradients();
    Modulation.apply(gradients, Map.of("a", 0.25, "b", 1.0), false);
    assertThat(gradients.get("encoders.a.w").getFloat(0, 4)).isEqualTo(1);
    assertThat(gradients.get("pool.a.query").getFloat(0, 8)).isEqualTo(2);
    for (String name : new String[] {"encoders.b.w", "fusion.a.w", "head.w"}) {
      assertThat(gradients.get(name).getFloat(0, 4)).as(name).isEqualTo(4);
    }
  }

  @Test
  void noiseHasTheDeviationOfTheGradientBeforeItWasDamped() {
    Map<String, NDArray> gradients = gradients();
    Engine.getInstance().setRandomSeed(5);
    Modulation.apply(gradients, Map.of("a", 0.0, "b", 1.0), true);
    float[] noise = gradients.get("encoders.a.w").toFloatArray();
    double sum = 0;
    double squares = 0;
    for (float value : noise) {
      sum += value;
      squares += value * value;
    }
    // 0 … 399 has the deviation 115.6; of 400 draws the mean strays by 5.8, the deviation by 4.1.
    assertThat(sum / noise.length).isCloseTo(0, within(25.0));
    assertThat(Math.sqrt(squares / noise.length)).isCloseTo(115.6, within(17.0));
    assertThat(gradients.get("head.w").getFloat(0, 4)).isEqualTo(4);
  }

  @Test
  void noiseFollowsFromTheSeed() {
    float[][] noisy = new float[3][];
    for (int i = 0; i < noisy.length; i++) {
      Map<String, NDArray> gradients = gradients();
      Engine.getInstance().setRandomSeed(i / 2);
      Modulation.apply(gradients, Map.of("a", 0.5), true);
      noisy[i] = gradients.get("encoders.a.w").toFloatArray();
    }
    assertThat(noisy[1]).isEqualTo(noisy[0]);
    assertThat(noisy[2]).isNotEqualTo(noisy[0]);
  }

  @Test
  void aSingleValueGetsNoNoise() {
    Map<String, NDArray> gradients = Map.of("encoders.a.scale", manager.create(new float[] {3}));
    Modulation.apply(gradients, Map.of("a", 0.5), true);
    assertThat(gradients.get("encoders.a.scale").getFloat(0)).isEqualTo(1.5f);
  }
}
