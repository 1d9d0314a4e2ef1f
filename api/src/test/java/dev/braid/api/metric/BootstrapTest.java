package dev.braid.api.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  /** 30 of 100: the mean of a draw is a binomial share, 0.3 ± 1.96 · 0.0458. */
  private static double[] thirty() {
    double[] values = new double[100];
    Arrays.fill(values, 0, 30, 1);
    return values;
  }

  /** numpy.percentile([1, 2, 4, 8], [0, 30, 50, 97.5, 100]). */
  @Test
  void percentilesAreThoseOfNumpy() {
    double[] sorted = {1, 2, 4, 8};
    assertThat(Interval.percentile(sorted, 0)).isEqualTo(1);
    assertThat(Interval.percentile(sorted, 0.3)).isCloseTo(1.9, within(1e-12));
    assertThat(Interval.percentile(sorted, 0.5)).isEqualTo(3);
    assertThat(Interval.percentile(sorted, 0.975)).isCloseTo(7.7, within(1e-12));
    assertThat(Interval.percentile(sorted, 1)).isEqualTo(8);
  }

  @Test
  void aShareVariesAsABinomialOne() {
    Interval interval = new Bootstrap(0.95, 4000, 3).ofMean(thirty());
    assertThat(interval.low()).isCloseTo(0.21, within(0.015));
    assertThat(interval.high()).isCloseTo(0.39, within(0.015));
    Interval half = new Bootstrap(0.5, 4000, 3).ofMean(thirty());
    assertThat(half.low()).isCloseTo(0.27, within(0.015));
    assertThat(half.high()).isCloseTo(0.33, within(0.015));
  }

  @Test
  void drawsFollowFromTheSeed() {
    assertThat(new Bootstrap(0.95, 50, 3).ofMean(thirty()))
        .isEqualTo(new Bootstrap(0.95, 50, 3).ofMean(thirty()))
        .isNotEqualTo(new Bootstrap(0.95, 50, 4).ofMean(thirty()));
  }

  @Test
  void aDrawHasAsManyItemsAsThereAreAndRepeatsSome() {
    double[] repeated = new double[1];
    Bootstrap.standard()
        .of(
            20,
            drawn -> {
              assertThat(drawn).hasSize(20);
              for (int i : drawn) {
                assertThat(i).isBetween(0, 19);
              }
              repeated[0] += 20 - Arrays.stream(drawn).distinct().count();
              return 0;
            });
    // A draw of n misses a share (1 - 1/n)^n of the items: 7.17 of 20.
    assertThat(repeated[0] / 1000).isCloseTo(7.17, within(0.2));
  }

  @Test
  void whatNeverVariesHasNoWidth() {
    assertThat(Bootstrap.standard().ofMean(new double[] {0.25, 0.25}))
        .isEqualTo(new Interval(0.25, 0.25));
  }

  @Test
  void severalMeasuresShareTheirDraws() {
    Bootstrap bootstrap = new Bootstrap(0.9, 200, 1);
    double[] opposite = Arrays.stream(thirty()).map(value -> 1 - value).toArray();
    Map<String, Interval> means =
        bootstrap.of(Resampling.ofMeans(Map.of("share", thirty(), "rest", opposite)));
    Interval share = bootstrap.ofMean(thirty());
    assertThat(means).containsEntry("share", share).containsOnlyKeys("share", "rest");
    assertThat(means.get("rest").low()).isCloseTo(1 - share.high(), within(1e-12));
  }

  @Test
  void measuresOfSumsAreThoseOfTheDrawnItems() {
    double[][] rows = {{1, 2}, {3, 4}, {0, 1}};
    Resampling ratio = Resampling.ofSums(rows, sums -> Map.of("ratio", sums[0] / sums[1]));
    assertThat(ratio.items()).isEqualTo(3);
    assertThat(ratio.measures().apply(new int[] {0, 1, 2})).isEqualTo(Map.of("ratio", 4 / 7.0));
    assertThat(ratio.measures().apply(new int[] {1, 1, 0})).isEqualTo(Map.of("ratio", 7 / 10.0));
  }

  @Test
  void aLevelIsAShareAndThereIsADraw() {
    for (double level : List.of(0.0, 1.0, Double.NaN)) {
      assertThatThrownBy(() -> new Bootstrap(level, 10, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Bootstrap(0.9, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
