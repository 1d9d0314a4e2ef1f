package dev.braid.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  private static EarlyStopping stopping(int patience, double minDelta, boolean higherIsBetter) {
    return new EarlyStopping(
        new EarlyStoppingOptions(patience, minDelta), "accuracy", higherIsBetter);
  }

  @Test
  void itStopsAfterSoManyValidationsInARowWithoutAGain() {
    EarlyStopping stopping = stopping(2, 0, true);
    for (double value : new double[] {0.5, 0.4, 0.6, 0.6}) {
      assertThat(stopping.measured(value)).isNull();
    }
    assertThat(stopping.measured(0.59))
        .isEqualTo(
            "validation accuracy did not get better than 0.6000 in 2 validations (early_stopping)");
  }

  @Test
  void aGainIsMoreThanMinDelta() {
    EarlyStopping stopping = stopping(1, 0.1, false);
    assertThat(stopping.measured(1)).isNull();
    assertThat(stopping.measured(0.8)).isNull();
    assertThat(stopping.measured(0.75)).isNotNull();
  }

  @Test
  void aValueThatIsNoNumberIsNoGain() {
    EarlyStopping stopping = stopping(2, 0, true);
    assertThat(stopping.measured(Double.NaN)).isNull();
    assertThat(stopping.measured(-5)).isNull();
    assertThat(stopping.measured(Double.NaN)).isNull();
    assertThat(stopping.measured(Double.NaN)).contains("-5.0000");
  }

  @Test
  void restoredCountersGoOn() {
    EarlyStopping first = stopping(3, 0, true);
    first.measured(0.5);
    first.measured(0.4);
    EarlyStopping second = stopping(3, 0, true);
    second.restore(first.values());
    assertThat(second.measured(0.5)).isNull();
    assertThat(second.measured(0.5)).isNotNull();
  }
}
