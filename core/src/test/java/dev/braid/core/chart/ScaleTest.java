package dev.braid.core.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

  private static java.util.List<String> labels(Scale scale) {
    return scale.ticks().stream().map(Scale.Tick::label).toList();
  }

  @Test
  void ticksAreRoundAndSpanTheValues() {
    assertThat(labels(Scale.linear(0.13, 0.97, 5)))
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    assertThat(labels(Scale.linear(-0.031, 0, 5)))
        .containsExactly("-0.04", "-0.03", "-0.02", "-0.01", "0.00");
    assertThat(labels(Scale.linear(1e-5, 3e-5, 4)))
        .containsExactly("1e-5", "1.5e-5", "2e-5", "2.5e-5", "3e-5");
  }

  @Test
  void oneValueHasAnAxisAroundIt() {
    Scale scale = Scale.linear(0.5, 0.5, 4);
    assertThat(scale.at(0.5)).isBetween(0.2, 0.8);
    assertThat(Scale.linear(0, 0, 4).at(0)).isBetween(0.2, 0.8);
  }

  @Test
  void epochsAreWholeNumbers() {
    assertThat(labels(Scale.whole(1, 24, 6))).containsExactly("5", "10", "15", "20");
    assertThat(labels(Scale.whole(1, 3, 6))).containsExactly("1", "2", "3");
  }

  @Test
  void equalRatiosHaveEqualLengthsOnALogarithmicAxis() {
    Scale scale = Scale.logarithmic(1, 100);
    assertThat(scale.at(10) - scale.at(1)).isEqualTo(scale.at(100) - scale.at(10), within(1e-12));
    assertThat(labels(scale)).contains("1", "10", "100");
    assertThat(Scale.logarithmic(5, 5).ticks()).isNotEmpty();
  }

  @Test
  void largeAndSmallNumbersAreShort() {
    assertThat(Scale.compact(184_721)).isEqualTo("185 k");
    assertThat(Scale.compact(1_834_000)).isEqualTo("1.83 M");
    assertThat(Scale.compact(999_600)).isEqualTo("1 M");
    assertThat(Scale.compact(3e-4)).isEqualTo("3e-4");
    assertThat(Scale.compact(0)).isEqualTo("0");
  }
}
