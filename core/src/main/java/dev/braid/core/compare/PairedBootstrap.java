package dev.braid.core.compare;

import dev.braid.api.metric.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The interval of a difference between two variants, over seeds and test samples at once.
 *
 * <p>For each seed s that both have and each test sample i that all their runs have, {@code
 * d[s][i]} is the score (see {@link Scores}) of the one minus that of the other: paired by seed and
 * by sample. A replicate draws as many seeds as there are, with replacement, and as many samples as
 * there are, with replacement and the same ones for every seed, since the seeds share one test
 * split; its value is the mean of d over what was drawn. The interval reaches from the 2.5th to the
 * 97.5th percentile of {@link #REPLICATES} replicates (linear between neighbours, as numpy does).
 * The draws follow from {@link #SEED} alone and are the same for every row.
 *
 * <p>Source: the percentile bootstrap of Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, chapter 13, with crossed factors resampled as in Owen, The pigeonhole bootstrap, 2007. With
 * two or three seeds it is narrower than it should be: so few seeds cannot show how much they vary.
 */
final class PairedBootstrap {

  static final double LEVEL = 0.95;
  static final int REPLICATES = 2000;
  static final long SEED = 20_240_229;

  private final int replicates;
  private final long seed;

  PairedBootstrap(int replicates, long seed) {
    this.replicates = replicates;
    this.seed = seed;
  }

  static PairedBootstrap standard() {
    return new PairedBootstrap(REPLICATES, SEED);
  }

  /**
   * The interval of the mean.
   *
   * @param differences a row of paired differences per seed, all of one length, at least one value
   */
  Leaderboard.Difference of(List<double[]> differences) {
    int seeds = differences.size();
    int samples = differences.get(0).length;
    double sum = 0;
    for (double[] row : differences) {
      sum += Arrays.stream(row).sum();
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[replicates];
    int[] drawn = new int[samples];
    for (int r = 0; r < replicates; r++) {
      for (int i = 0; i < samples; i++) {
        drawn[i] = random.nextInt(samples);
      }
      double[] perSeed = new double[seeds];
      for (int s = 0; s < seeds; s++) {
        double[] row = differences.get(s);
        for (int i : drawn) {
          perSeed[s] += row[i];
        }
      }
      double total = 0;
      for (int s = 0; s < seeds; s++) {
        total += perSeed[random.nextInt(seeds)];
      }
      means[r] = total / seeds / samples;
    }
    Interval interval = Interval.ofMiddle(means, LEVEL);
    return new Leaderboard.Difference(sum / seeds / samples, interval.low(), interval.high());
  }
}
