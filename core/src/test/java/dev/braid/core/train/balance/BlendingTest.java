package dev.braid.core.train.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.core.train.balance.BalanceOptions.GradientBlending;
import dev.braid.core.train.balance.Blending.Standing;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlendingTest {

  private static final Standing START =
      new Standing(
          Map.of("fused", 1.0, "a", 1.0, "b", 1.0), Map.of("fused", 1.0, "a", 1.0, "b", 1.0));

  private static Map<String, Double> weights(
      Map<String, Double> train, Map<String, Double> validation, double floor, double equal) {
    return Blending.weights(
        START, new Standing(train, validation), new GradientBlending(1, floor, equal));
  }

  @Test
  void weightsAreGainsByTheSquareOfOverfitting() {
    Map<String, Double> weights =
        weights(
            Map.of("fused", 0.2, "a", 0.2, "b", 0.6),
            Map.of("fused", 0.6, "a", 0.7, "b", 0.8),
            1e-3,
            0);
    // G = 0.4, 0.3, 0.2; O = 0.4, 0.5, 0.2; G / O² = 2.5, 1.2, 5, together 8.7
    assertThat(weights.get("fused")).isCloseTo(2.5 / 8.7, within(1e-9));
    assertThat(weights.get("a")).isCloseTo(1.2 / 8.7, within(1e-9));
    assertThat(weights.get("b")).isCloseTo(5 / 8.7, within(1e-9));
  }

  @Test
  void overfittingCountsFromTheLastEstimateOn() {
    Standing before = new Standing(Map.of("a", 0.5, "b", 0.5), Map.of("a", 0.9, "b", 0.5));
    Standing after = new Standing(Map.of("a", 0.2, "b", 0.2), Map.of("a", 0.8, "b", 0.4));
    Map<String, Double> weights = Blending.weights(before, after, new GradientBlending(1, 1e-3, 0));
    // Both gained 0.1 and overfit by 0.2 more, wherever they had been.
    assertThat(weights.get("a")).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void aHeadThatGotWorseHasOnlyItsShareOfEqualWeights() {
    Map<String, Double> weights =
        weights(
            Map.of("fused", 0.5, "a", 0.1, "b", 0.5),
            Map.of("fused", 0.8, "a", 1.4, "b", 0.8),
            0.1,
            0.3);
    assertThat(weights.get("a")).isCloseTo(0.1, within(1e-9));
    assertThat(weights.get("b")).isCloseTo(0.45, within(1e-9));
    assertThat(weights.values().stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void littleOrNegativeOverfittingCountsAsTheFloor() {
    Map<String, Double> weights =
        weights(
            Map.of("fused", 0.9, "a", 1.2, "b", 0.79),
            Map.of("fused", 0.9, "a", 0.8, "b", 0.8),
            0.1,
            0);
    // O = 0, -0.4, 0.01: all count as 0.1, so the gains 0.1, 0.2, 0.2 decide.
    assertThat(weights.get("fused")).isCloseTo(0.2, within(1e-9));
    assertThat(weights.get("a")).isCloseTo(0.4, within(1e-9));
    assertThat(weights.get("b")).isCloseTo(0.4, within(1e-9));
  }

  @Test
  void thereIsNoEstimateWithoutAnyGainOrWithBrokenLosses() {
    assertThat(
            weights(
                Map.of("fused", 0.5, "a", 0.5, "b", 0.5),
                Map.of("fused", 1.1, "a", 1.0, "b", 2.0),
                0.1,
                0.1))
        .isNull();
    assertThat(
            weights(
                Map.of("fused", Double.NaN, "a", 0.5, "b", 0.5),
                Map.of("fused", Double.NaN, "a", 0.5, "b", 0.5),
                0.1,
                0.1))
        .isNull();
  }
}
