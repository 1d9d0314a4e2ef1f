package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Numbers and ordered labels that are off by something. */
class ResidualsTest {

  private static Residuals residuals(double... truthsAndPredictions) {
    Residuals residuals = new Residuals();
    for (int i = 0; i < truthsAndPredictions.length; i += 2) {
      residuals.add(truthsAndPredictions[i], truthsAndPredictions[i + 1]);
    }
    return residuals;
  }

  @Test
  void errorsAreAbsoluteAndSquared() {
    Residuals residuals = residuals(1, 1, 2, 4, 6, 5);
    assertThat(residuals.meanAbsoluteError()).isEqualTo(1);
    assertThat(residuals.rootMeanSquaredError()).isEqualTo(Math.sqrt(5 / 3.0), within(1e-12));
    // The mean is 3, the squares about it 4 + 1 + 9.
    assertThat(residuals.rSquared()).isEqualTo(1 - 5 / 14.0, within(1e-12));
  }

  @Test
  void aLargeOffsetOfTheTruthDoesNotMatter() {
    double far = 1e9;
    assertThat(residuals(far + 1, far + 1, far + 2, far + 4, far + 6, far + 5).rSquared())
        .isEqualTo(1 - 5 / 14.0, within(1e-6));
  }

  @Test
  void aTruthThatDoesNotVaryIsExplainedOrNot() {
    assertThat(residuals(2, 2, 2, 2).rSquared()).isEqualTo(1);
    assertThat(residuals(2, 2, 2, 3).rSquared()).isZero();
    assertThat(residuals().rSquared()).isZero();
    assertThat(residuals().rootMeanSquaredError()).isZero();
  }

  private static double kappa(int... truthsAndPredictions) {
    OrdinalAgreement agreement = new OrdinalAgreement();
    for (int i = 0; i < truthsAndPredictions.length; i += 2) {
      agreement.add(truthsAndPredictions[i], truthsAndPredictions[i + 1]);
    }
    return agreement.quadraticWeightedKappa();
  }

  @Test
  void kappaIsAgreementBeyondChance() {
    assertThat(kappa(0, 0, 1, 1, 2, 2)).isEqualTo(1);
    assertThat(kappa(0, 1, 0, 0, 1, 1, 1, 0)).isEqualTo(0, within(1e-12));
    assertThat(kappa(0, 2, 2, 0)).isEqualTo(-1);
    assertThat(kappa(3, 3, 3, 3)).isEqualTo(1);
  }

  /** Truth 0 0 1 2, predicted 0 1 1 1: two are off by one. */
  @Test
  void kappaWeighsByTheSquareOfTheDistance() {
    // Truths 2, 1, 1 of three labels, predictions 1, 3, 0: expected Σ (i-j)² aᵢbⱼ / 4
    // = (2·3·1 + 1·1·1 + 1·1·4 + 1·3·1) / 4 = 14 / 4.
    assertThat(kappa(0, 0, 0, 1, 1, 1, 2, 1)).isEqualTo(1 - 2 / 3.5, within(1e-12));
  }
}
