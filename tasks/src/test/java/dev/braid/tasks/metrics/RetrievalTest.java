package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.api.metric.Bootstrap;
import dev.braid.api.metric.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalTest {

  @Test
  void measuresFollowFromTheRanks() {
    Retrieval retrieval = new Retrieval();
    retrieval.add(new double[] {0.9, 0.1, 0.5}, 0); // place 1
    retrieval.add(new double[] {0.2, 0.4, 0.3, 0.1}, 3, 2); // places 2 and 4
    retrieval.add(new double[] {3, 2, 1, 0, -1}, 4); // place 5
    retrieval.add(new double[] {1, 0}); // belongs to nothing
    assertThat(retrieval.queries()).isEqualTo(3);
    assertThat(retrieval.ranks()).containsExactly(1, 2, 5);
    assertThat(retrieval.averagePrecisions()).containsExactly(1, 0.5, 0.2);
    assertThat(retrieval.recall(1)).isEqualTo(1 / 3.0);
    assertThat(retrieval.recall(4)).isEqualTo(2 / 3.0);
    assertThat(retrieval.recall(5)).isEqualTo(1);
    assertThat(retrieval.medianRank()).isEqualTo(2);
    assertThat(retrieval.meanRank()).isEqualTo(8 / 3.0);
    assertThat(retrieval.meanReciprocalRank()).isEqualTo(1.7 / 3, within(1e-12));
    assertThat(retrieval.meanAveragePrecision()).isEqualTo(1.7 / 3, within(1e-12));
  }

  @Test
  void tiesGoToTheSmallerIndexAndWhatIsNoNumberComesLast() {
    Retrieval retrieval = new Retrieval();
    retrieval.add(new double[] {0, 0, -0.0}, 0);
    retrieval.add(new double[] {0, 0, -0.0}, 2);
    retrieval.add(new double[] {Double.NaN, -5, Double.NaN, 1}, 2);
    retrieval.add(new float[] {0.5f, 0.25f, 0.5f}, 2, 2);
    assertThat(retrieval.ranks()).containsExactly(1, 3, 4, 2);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleOnes() {
    Retrieval retrieval = new Retrieval();
    for (int rank : new int[] {7, 1, 4, 2}) {
      retrieval.add(new double[10], rank - 1);
    }
    assertThat(retrieval.medianRank()).isEqualTo(3);
  }

  @Test
  void nothingToFindIsZero() {
    Retrieval retrieval = new Retrieval();
    retrieval.add(new double[] {1, 2});
    assertThat(retrieval.recall(10)).isZero();
    assertThat(retrieval.medianRank()).isZero();
    assertThat(retrieval.meanRank()).isZero();
    assertThat(retrieval.meanAveragePrecision()).isZero();
  }

  /** Sorting whole rows gives the same places. */
  @Test
  void placesAreThoseOfSortedRows() {
    Random random = new Random(3);
    Retrieval retrieval = new Retrieval();
    List<Integer> ranks = new ArrayList<>();
    for (int q = 0; q < 300; q++) {
      double[] row = random.ints(40, 0, 12).asDoubleStream().toArray();
      int[] positives = random.ints(1 + random.nextInt(5), 0, 40).toArray();
      retrieval.add(row, positives);
      List<Integer> order =
          IntStream.range(0, 40)
              .boxed()
              .sorted((i, j) -> row[i] == row[j] ? i - j : Double.compare(row[j], row[i]))
              .toList();
      ranks.add(IntStream.of(positives).map(order::indexOf).min().orElseThrow() + 1);
    }
    assertThat(retrieval.ranks()).containsExactly(ranks.stream().mapToInt(r -> r).toArray());
  }

  @Test
  void drawnQueriesGiveAnInterval() {
    Retrieval retrieval = new Retrieval();
    for (int q = 0; q < 60; q++) {
      retrieval.add(new double[] {1, 0}, q % 3 == 0 ? 1 : 0);
    }
    assertThat(retrieval.of(new int[] {0, 0, 1}).ranks()).containsExactly(2, 2, 1);
    Interval interval =
        Bootstrap.standard().of(retrieval.queries(), drawn -> retrieval.of(drawn).recall(1));
    assertThat(interval.low()).isBetween(0.5, 0.6);
    assertThat(interval.high()).isBetween(0.73, 0.83);
  }
}
