package dev.braid.tasks.summarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.tasks.metrics.KeyShots.Shot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentationTest {

  private static Segmentation with(double penalty, int shortest, int most) {
    return new Segmentation(new SummarizationTask.Shots(penalty, shortest, most));
  }

  /** Frames around as many places as there are lengths. */
  private static double[][] clip(Random random, double noise, int... lengths) {
    List<double[]> frames = new ArrayList<>();
    for (int length : lengths) {
      double[] place = random.doubles(4, -3, 3).toArray();
      for (int i = 0; i < length; i++) {
        double[] frame = place.clone();
        for (int d = 0; d < frame.length; d++) {
          frame[d] += noise * random.nextGaussian();
        }
        frames.add(frame);
      }
    }
    return frames.toArray(double[][]::new);
  }

  @Test
  void cutsWhereTheFramesChange() {
    double[][] frames = clip(new Random(4), 0.1, 7, 12, 4, 9);
    assertThat(with(2.5, 1, 100).of(frames))
        .containsExactly(new Shot(0, 6), new Shot(7, 18), new Shot(19, 22), new Shot(23, 31));
  }

  @Test
  void aClipInWhichNothingChangesIsOneShot() {
    assertThat(with(1, 1, 100).of(new double[9][3])).containsExactly(new Shot(0, 8));
    assertThat(with(2.5, 1, 100).of(clip(new Random(2), 1, 40))).containsExactly(new Shot(0, 39));
    assertThat(with(1, 1, 100).of(new double[][] {{1, 2}})).containsExactly(new Shot(0, 0));
  }

  @Test
  void theScaleOfTheVectorsDoesNotMatter() {
    double[][] frames = clip(new Random(5), 0.3, 6, 8, 5);
    double[][] large = new double[frames.length][];
    for (int t = 0; t < frames.length; t++) {
      large[t] = java.util.Arrays.stream(frames[t]).map(x -> 1000 + 50 * x).toArray();
    }
    assertThat(with(1, 1, 100).of(large)).isEqualTo(with(1, 1, 100).of(frames));
  }

  @Test
  void findsWhatLookingAtEveryWayToCutFinds() {
    Random random = new Random(9);
    int several = 0;
    for (int trial = 0; trial < 60; trial++) {
      double[][] frames = clip(random, 0.8, 1 + random.nextInt(5), 2 + random.nextInt(4), 3);
      double penalty = random.nextInt(4) * 0.4;
      int shortest = 1 + random.nextInt(3);
      int most = 1 + random.nextInt(5);
      List<Shot> found = with(penalty, shortest, most).of(frames);
      double least = Double.POSITIVE_INFINITY;
      for (int cuts = 0; cuts < 1 << (frames.length - 1); cuts++) {
        List<Shot> shots = shots(cuts, frames.length);
        boolean allowed =
            shots.size() <= most
                && (shots.size() == 1 || shots.stream().allMatch(shot -> length(shot) >= shortest));
        if (allowed) {
          least = Math.min(least, cost(frames, shots, penalty));
        }
      }
      assertThat(found.size()).isLessThanOrEqualTo(most);
      assertThat(cost(frames, found, penalty)).isEqualTo(least, within(1e-9));
      several += found.size() > 1 ? 1 : 0;
    }
    assertThat(several).as("clips with more than one shot").isGreaterThan(20);
  }

  private static List<Shot> shots(int cuts, int frames) {
    List<Shot> shots = new ArrayList<>();
    int first = 0;
    for (int t = 0; t < frames; t++) {
      if (t == frames - 1 || (cuts >> t & 1) == 1) {
        shots.add(new Shot(first, t));
        first = t + 1;
      }
    }
    return shots;
  }

  private static int length(Shot shot) {
    return shot.last() - shot.first() + 1;
  }

  /** By the definition: distances to the mean of each shot, in parts of that of the whole clip. */
  private static double cost(double[][] frames, List<Shot> shots, double penalty) {
    double whole = scatter(frames, new Shot(0, frames.length - 1));
    double sum = shots.stream().mapToDouble(shot -> scatter(frames, shot)).sum();
    int m = shots.size() - 1;
    double n = frames.length;
    return sum / whole + (m == 0 ? 0 : penalty * m / (2 * n) * (Math.log(n / m) + 1));
  }

  private static double scatter(double[][] frames, Shot shot) {
    double sum = 0;
    for (int d = 0; d < frames[0].length; d++) {
      double mean = 0;
      for (int t = shot.first(); t <= shot.last(); t++) {
        mean += frames[t][d] / length(shot);
      }
      for (int t = shot.first(); t <= shot.last(); t++) {
        sum += Math.pow(frames[t][d] - mean, 2);
      }
    }
    return sum;
  }
}
