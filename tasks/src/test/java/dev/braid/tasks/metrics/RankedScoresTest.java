package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankedScoresTest {

  /** True 0.9, untrue 0.8, true 0.7, untrue 0.7, untrue 0.1. */
  private static RankedScores five() {
    return new RankedScores(
        new double[] {0.1, 0.7, 0.9, 0.8, 0.7}, new boolean[] {false, true, true, false, false});
  }

  @Test
  void aucIsTheShareOfPairsInOrderWithTiesHalf() {
    // 0.9 beats three; 0.7 beats one, ties with one.
    assertThat(five().rocAuc()).isEqualTo(4.5 / 6, within(1e-12));
  }

  @Test
  void averagePrecisionTakesTiedScoresTogether() {
    // Half the true ones at precision 1, the other half at 2 of 4.
    assertThat(five().averagePrecision()).isEqualTo(0.75, within(1e-12));
  }

  @Test
  void theBestThresholdIsAScoreThatOccurs() {
    // F1 is 2/3 with one, 1/2 with two, 4/6 with four, 4/7 with all: the highest of the best.
    assertThat(five().best()).isEqualTo(new RankedScores.Threshold(0.9, 2 / 3.0));
    RankedScores.Threshold best =
        new RankedScores(new double[] {3, 2, 1}, new boolean[] {true, true, false}).best();
    assertThat(best).isEqualTo(new RankedScores.Threshold(2, 1));
  }

  @Test
  void withOneKindOnlyThereIsNothingToRank() {
    RankedScores none = new RankedScores(new double[] {1, 2}, new boolean[2]);
    assertThat(none.rocAuc()).isEqualTo(0.5);
    assertThat(none.averagePrecision()).isZero();
    assertThat(none.best()).isEqualTo(new RankedScores.Threshold(2, 0));
    RankedScores all = new RankedScores(new double[] {1, 2}, new boolean[] {true, true});
    assertThat(all.rocAuc()).isEqualTo(0.5);
    assertThat(all.averagePrecision()).isEqualTo(1);
    RankedScores empty = new RankedScores(new double[0], new boolean[0]);
    assertThat(empty.rocAuc()).isEqualTo(0.5);
    assertThatThrownBy(empty::best).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aucIsThatOfCountingEveryPair() {
    Random random = new Random(9);
    double[] scores = random.ints(300, 0, 20).asDoubleStream().toArray();
    boolean[] truth = new boolean[300];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = random.nextInt(30) < scores[i];
    }
    double ordered = 0;
    int pairs = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth.length; j++) {
        if (truth[i] && !truth[j]) {
          ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    assertThat(new RankedScores(scores, truth).rocAuc()).isEqualTo(ordered / pairs, within(1e-12));
  }
}
