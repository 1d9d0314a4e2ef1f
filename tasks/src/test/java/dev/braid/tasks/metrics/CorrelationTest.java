package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CorrelationTest {

  @Test
  void pearsonIsThatOfNumpy() {
    assertThat(Correlation.pearson(new double[] {3, -0.5, 2, 7}, new double[] {2.5, 0.0, 2, 8}))
        .isEqualTo(0.9848696184482703, within(1e-12));
    assertThat(Correlation.pearson(new double[] {1, 2}, new double[] {5, 4}))
        .isEqualTo(-1, within(1e-12));
    assertThat(Correlation.pearson(new double[] {1, 2}, new double[] {3, 3})).isZero();
  }
}
