package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

  @Test
  void equalOrdersAreOneAndOppositeOnesMinusOne() {
    double[] up = {1, 2, 3, 4};
    double[] alsoUp = {-5, 0, 0.1, 1e9};
    double[] down = {4, 3, 2, 1};
    assertThat(RankCorrelation.kendallTauB(up, alsoUp)).isEqualTo(1);
    assertThat(RankCorrelation.spearmanRho(up, alsoUp)).isEqualTo(1, within(1e-12));
    assertThat(RankCorrelation.kendallTauB(up, down)).isEqualTo(-1);
    assertThat(RankCorrelation.spearmanRho(up, down)).isEqualTo(-1, within(1e-12));
  }

  /** Pairs of (1,1) (2,1) (2,3): one tied in y, one in x, one in order. */
  @Test
  void tiesCountInTheDenominatorOnly() {
    double[] x = {1, 2, 2};
    double[] y = {1, 1, 3};
    assertThat(RankCorrelation.kendallTauB(x, y)).isEqualTo(1 / 2.0);
    // Ranks 1, 2.5, 2.5 and 1.5, 1.5, 3: covariance 0.75, squares 1.5 each.
    assertThat(RankCorrelation.spearmanRho(x, y)).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void withoutAnOrderThereIsNoCorrelation() {
    assertThat(RankCorrelation.kendallTauB(new double[] {2, 2}, new double[] {1, 2})).isZero();
    assertThat(RankCorrelation.spearmanRho(new double[] {2, 2}, new double[] {1, 2})).isZero();
    assertThat(RankCorrelation.kendallTauB(new double[] {0, -0.0}, new double[] {1, 2})).isZero();
    assertThat(RankCorrelation.kendallTauB(new double[0], new double[0])).isZero();
  }

  @Test
  void whatHasNoPlaceIsRefused() {
    assertThatThrownBy(
            () -> RankCorrelation.kendallTauB(new double[] {1, Double.NaN}, new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RankCorrelation.spearmanRho(new double[2], new double[3]))
        .hasMessage("2 values and 3");
  }

  @Test
  void countingByMergingIsCountingEveryPair() {
    Random random = new Random(5);
    for (int round = 0; round < 40; round++) {
      int n = 2 + random.nextInt(70);
      double[] x = random.ints(n, 0, 9).asDoubleStream().toArray();
      double[] y = random.ints(n, 0, 2 + random.nextInt(40)).asDoubleStream().toArray();
      assertThat(RankCorrelation.kendallTauB(x, y)).isEqualTo(everyPair(x, y), within(1e-12));
    }
  }

  private static double everyPair(double[] x, double[] y) {
    double sum = 0;
    double inX = 0;
    double inY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        double a = Math.signum(x[i] - x[j]);
        double b = Math.signum(y[i] - y[j]);
        sum += a * b;
        inX += a * a;
        inY += b * b;
      }
    }
    return inX * inY == 0 ? 0 : sum / Math.sqrt(inX * inY);
  }

  @Test
  void aHundredThousandItemsTakeNoSquareOfIt() {
    double[] x = new Random(2).doubles(100_000).toArray();
    double[] y = java.util.Arrays.stream(x).map(value -> -value).toArray();
    assertThat(RankCorrelation.kendallTauB(x, y)).isEqualTo(-1, within(1e-12));
  }
}
