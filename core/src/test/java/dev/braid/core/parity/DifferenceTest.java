package dev.braid.core.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DifferenceTest {

  private static final Tolerance TOLERANCE = new Tolerance(0.5, 0.25);

  private static Difference between(float[] actual, float[] expected) {
    return Difference.between("y", actual, expected, new long[] {1, actual.length}, TOLERANCE);
  }

  @Test
  void theToleranceGrowsWithTheExpectedValue() {
    assertThat(TOLERANCE.holds(6.25, 4)).isTrue();
    assertThat(TOLERANCE.holds(6.26, 4)).isFalse();
    assertThat(TOLERANCE.holds(-0.25, 0)).isTrue();
    assertThat(TOLERANCE.holds(4, 6.26)).isTrue();
  }

  @Test
  void theFirstValueOutsideIsNamedAndAllAreCounted() {
    assertThat(between(new float[] {1, 3, 0}, new float[] {1, 1, 2}))
        .isEqualTo(new Difference(2, 2, "y[0, 1] is 3.0, in the file 1.0"));
  }

  @Test
  void whatIsNoNumberNeverAgrees() {
    float nan = Float.NaN;
    assertThat(between(new float[] {nan}, new float[] {nan}).wrong()).isEqualTo(1);
    assertThat(between(new float[] {1, nan, 1}, new float[] {1, 1, 1}).largest()).isNaN();
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(between(new float[] {infinity}, new float[] {infinity})).isEqualTo(Difference.NONE);
    assertThat(between(new float[] {3e38f}, new float[] {infinity}).wrong()).isEqualTo(1);
  }

  @Test
  void bothTogetherKeepTheFirstAndTheLargest() {
    Difference one = new Difference(1, 2, "a");
    Difference two = new Difference(3, 1, "b");
    assertThat(one.and(two)).isEqualTo(new Difference(3, 3, "a"));
    assertThat(Difference.NONE.and(two)).isEqualTo(two);
  }

  @Test
  void aToleranceIsAFiniteNumberFromZero() {
    assertThatThrownBy(() -> new Tolerance(-1, 0)).hasMessage("a tolerance is a number from 0");
    assertThatThrownBy(() -> new Tolerance(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tolerance(Double.POSITIVE_INFINITY, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
