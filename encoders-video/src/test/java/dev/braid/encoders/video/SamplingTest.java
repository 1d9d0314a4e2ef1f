package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {

  private static double[] every(double seconds, int frames) {
    return IntStream.range(0, frames).mapToDouble(i -> i * seconds).toArray();
  }

  @Test
  void aNumberOfFramesIsSpreadEvenlyOverTheClip() {
    Sampling four = new Sampling(4, null, 64);
    assertThat(four.choose(every(0.04, 16))).containsExactly(2, 6, 10, 14);
    assertThat(four.choose(every(0.04, 17))).containsExactly(2, 6, 10, 14);
    assertThat(four.choose(every(0.04, 6))).containsExactly(0, 2, 3, 5);
  }

  @Test
  void aClipWithFewerFramesGivesAllOfThem() {
    assertThat(new Sampling(4, null, 64).choose(every(0.04, 3))).containsExactly(0, 1, 2);
    assertThat(new Sampling(4, null, 64).choose(every(0.04, 1))).containsExactly(0);
  }

  @Test
  void aRateTakesTheFramesThatAreSeenThen() {
    assertThat(new Sampling(4, 5.0, 64).choose(every(0.1, 10))).containsExactly(0, 2, 4, 6, 8);
    // A container writes a third of a second as 0.333.
    double[] thirds = {0, 0.333, 0.667, 1, 1.333, 1.667, 2};
    assertThat(new Sampling(4, 1.5, 64).choose(thirds)).containsExactly(0, 2, 4, 6);
  }

  @Test
  void aFrameThatStaysIsTakenOnce() {
    double[] still = {0, 0.1, 3, 3.1};
    assertThat(new Sampling(4, 2.0, 64).choose(still)).containsExactly(0, 1, 2);
    assertThat(new Sampling(4, 100.0, 64).choose(still)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void aRateCountsFromTheFirstFrame() {
    double[] late = {7.0, 7.5, 8.0, 8.5};
    assertThat(new Sampling(4, 1.0, 64).choose(late)).containsExactly(0, 2);
  }

  @Test
  void aRateStopsAtTheMostFrames() {
    Sampling three = new Sampling(4, 5.0, 3);
    assertThat(three.choose(every(0.1, 10))).containsExactly(0, 2, 4);
    assertThat(three.offered(every(0.1, 10))).hasSize(5);
  }
}
