package dev.braid.tasks.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyShotsTest {

  @Test
  void theBestChoiceMayLeaveOutTheBestItem() {
    assertThat(Knapsack.choose(new double[] {10, 6, 6}, new int[] {5, 3, 3}, 6))
        .containsExactly(1, 2);
    assertThat(Knapsack.choose(new double[] {10, 6, 6}, new int[] {5, 3, 3}, 2)).isEmpty();
    assertThat(Knapsack.choose(new double[] {1, 0, -1}, new int[] {0, 0, 0}, 0)).containsExactly(0);
  }

  @Test
  void noChoiceOfItemsIsWorthMore() {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      double[] values = random.doubles(10).toArray();
      int[] weights = random.ints(10, 1, 9).toArray();
      List<Integer> chosen = Knapsack.choose(values, weights, 15);
      double best =
          IntStream.range(0, 1 << 10)
              .filter(set -> sum(set, weights) <= 15)
              .mapToDouble(set -> value(set, values))
              .max()
              .orElseThrow();
      int set = chosen.stream().mapToInt(i -> 1 << i).sum();
      assertThat(sum(set, weights)).isLessThanOrEqualTo(15);
      assertThat(value(set, values)).isEqualTo(best, within(1e-12));
    }
  }

  private static int sum(int set, int[] weights) {
    return IntStream.range(0, 10).filter(i -> (set >> i & 1) == 1).map(i -> weights[i]).sum();
  }

  private static double value(int set, double[] values) {
    return IntStream.range(0, 10)
        .filter(i -> (set >> i & 1) == 1)
        .mapToDouble(i -> values[i])
        .sum();
  }

  /** An hour of video: values equal to weights can fill the capacity to the last frame. */
  @Test
  void hundredsOfShotsAndThousandsOfFramesAreNoTrouble() {
    int[] weights = new Random(1).ints(600, 20, 300).toArray();
    double[] values = IntStream.of(weights).asDoubleStream().toArray();
    List<Integer> chosen = Knapsack.choose(values, weights, 13_500);
    assertThat(chosen.stream().mapToInt(i -> weights[i]).sum()).isEqualTo(13_500);
    assertThat(chosen).isSorted();
  }

  @Test
  void aFrameHasTheScoreOfTheLastPickBeforeIt() {
    assertThat(KeyShots.spread(6, new int[] {1, 4}, new double[] {0.5, 2}))
        .containsExactly(0, 0.5, 0.5, 0.5, 2, 2);
    assertThat(KeyShots.spread(2, new int[0], new double[0])).containsExactly(0, 0);
  }

  /** Shots 0-1, 2-5, 6-9 have means 1, 2, 1.5; three frames of ten fit shot 0 alone. */
  @Test
  void shotsAreChosenWithinTheBudgetAndMeasuredByFrames() {
    List<KeyShots.Shot> shots =
        List.of(new KeyShots.Shot(0, 1), new KeyShots.Shot(2, 5), new KeyShots.Shot(6, 9));
    int[] picks = {0, 2, 6, 8};
    double[] scores = {1, 2, 1, 2};
    KeyShots chosen = KeyShots.choose(10, picks, scores, shots, 0.39);
    assertThat(chosen.shotValues()).containsExactly(1, 2, 1.5);
    assertThat(chosen.capacity()).isEqualTo(3);
    assertThat(chosen.shots()).containsExactly(0);
    assertThat(KeyShots.choose(10, picks, scores, shots, 0.4).shots()).containsExactly(1);

    boolean[] user = new boolean[10];
    user[1] = true;
    user[2] = true;
    user[3] = true;
    // One frame of two is right, one of three found.
    assertThat(chosen.fScore(user)).isEqualTo(0.4, within(1e-12));
    assertThat(chosen.fScore(new boolean[10])).isZero();
    assertThatThrownBy(() -> chosen.fScore(new boolean[9]))
        .hasMessage("a person's summary has 9 frames, the video 10");
  }
}
