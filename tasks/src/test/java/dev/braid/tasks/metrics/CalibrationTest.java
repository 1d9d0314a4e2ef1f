package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void eachBinCountsByItsShare() {
    Calibration calibration = new Calibration(2);
    calibration.add(0.2, false);
    calibration.add(0.4, true);
    calibration.add(0.9, true);
    calibration.add(1, true);
    // Low: half right at 0.3 on the mean; high: all right at 0.95.
    assertThat(calibration.error()).isEqualTo(0.5 * 0.2 + 0.5 * 0.05, within(1e-12));
  }

  @Test
  void aBinHoldsItsUpperBoundAndTheFirstHoldsZero() {
    for (int bins : new int[] {2, 3, 7, 10, 15, 49}) {
      for (int bound = 1; bound < bins; bound++) {
        Calibration calibration = new Calibration(bins);
        calibration.add((double) bound / bins, true);
        calibration.add(Math.nextUp((double) bound / bins), false);
        // In one bin, right and wrong at one confidence would be off by |1 - 2c| / 2.
        double apart = 0.5;
        assertThat(calibration.error()).as("%d/%d", bound, bins).isEqualTo(apart, within(1e-12));
      }
    }
    Calibration calibration = new Calibration();
    calibration.add(0, false);
    calibration.add(1, true);
    assertThat(calibration.error()).isZero();
  }

  @Test
  void nothingCountedIsZeroAndNoProbabilityIsRefused() {
    assertThat(new Calibration().error()).isZero();
    for (double value : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Calibration().add(value, true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
