package dev.braid.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Means, deviations and intervals against values found by hand. */
class StatisticsTest {

  private static Leaderboard.Difference interval(double[]... rows) {
    return PairedBootstrap.standard().of(List.of(rows));
  }

  private static double low(Leaderboard.Difference difference) {
    return Objects.requireNonNull(difference.low());
  }

  private static double high(Leaderboard.Difference difference) {
    return Objects.requireNonNull(difference.high());
  }

  @Test
  void theDeviationIsThatOfASample() {
    Summary summary = Objects.requireNonNull(Summary.of(List.of(2.0, 4.0, 9.0)));
    assertThat(summary.mean()).isEqualTo(5);
    // (9 + 1 + 16) / 2 = 13
    assertThat(summary.deviation()).isCloseTo(Math.sqrt(13), within(1e-12));
  }

  @Test
  void oneSeedHasNoDeviationAndNoneHasNoSummary() {
    assertThat(Objects.requireNonNull(Summary.of(List.of(0.5))).deviation()).isNull();
    assertThat(Summary.of(List.of())).isNull();
  }

  @Test
  void aDifferenceThatNeverVariesHasNoWidth() {
    Leaderboard.Difference difference =
        interval(new double[] {-1, -1, -1}, new double[] {-1, -1, -1});
    assertThat(difference).isEqualTo(new Leaderboard.Difference(-1, -1.0, -1.0));
  }

  /** 30 of 100 samples differ: the mean of a draw is a binomial share, 0.3 ± 1.96 · 0.0458. */
  @Test
  void samplesVaryAsABinomialShare() {
    double[] row = new double[100];
    Arrays.fill(row, 0, 30, 1);
    Leaderboard.Difference difference = interval(row);
    assertThat(difference.mean()).isCloseTo(0.3, within(1e-12));
    assertThat(low(difference)).isCloseTo(0.21, within(0.011));
    assertThat(high(difference)).isCloseTo(0.39, within(0.011));
  }

  /** Both seeds drawn twice: a quarter each; so the ends are the single seeds themselves. */
  @Test
  void seedsVaryToo() {
    Leaderboard.Difference difference = interval(new double[] {0, 0, 0}, new double[] {1, 1, 1});
    assertThat(difference).isEqualTo(new Leaderboard.Difference(0.5, 0.0, 1.0));
  }

  /**
   * With eight seeds alike nothing but the samples varies, which are the same for each seed: the
   * interval is that of one seed and not narrower.
   */
  @Test
  void theSamplesDrawnAreTheSameForEverySeed() {
    double[] row = new double[100];
    Arrays.fill(row, 0, 30, 1);
    Leaderboard.Difference eight = interval(row, row, row, row, row, row, row, row);
    assertThat(high(eight) - low(eight)).isCloseTo(0.18, within(0.02));
  }

  @Test
  void theDrawsAreTheSameEachTime() {
    double[] row = {0.11, 0.47, -0.93, 0.29, 1.7, 0.83, -0.31};
    assertThat(interval(row)).isEqualTo(interval(row));
    assertThat(new PairedBootstrap(50, 3).of(List.of(row)))
        .isNotEqualTo(new PairedBootstrap(50, 4).of(List.of(row)));
  }
}
