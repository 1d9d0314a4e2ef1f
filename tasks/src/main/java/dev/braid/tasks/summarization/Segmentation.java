package dev.braid.tasks.summarization;

import dev.braid.tasks.metrics.KeyShots.Shot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Kernel temporal segmentation (Potapov et al., Category-Specific Video Summarization, 2014): the
 * shots within which frames differ the least. Of all ways to cut n frames at m places it finds by
 * dynamic programming the one with the smallest sum J of squared distances to the mean of each
 * shot, and of all m the one with the smallest {@code J / n + penalty m / 2n (log(n / m) + 1)}.
 *
 * <p>Vectors are first brought to variance 1 over the clip, so that the penalty means the same for
 * every encoder.
 */
final class Segmentation {

  private final SummarizationTask.Shots options;

  Segmentation(SummarizationTask.Shots options) {
    this.options = options;
  }

  /**
   * The shots of a clip in order; together they have every frame once.
   *
   * @param frames {@code [n][D]}, at least one
   */
  List<Shot> of(double[][] frames) {
    int n = frames.length;
    double[][] scatter = scatter(frames);
    double total = scatter[0][n - 1];
    if (!(total > 1e-12)) {
      return List.of(new Shot(0, n - 1)); // nothing changes
    }
    int cuts = Math.min(options.most(), n / options.shortest()) - 1;
    Cuts best = new Cuts(scatter, options.shortest(), Math.max(0, cuts));
    int chosen = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m <= Math.max(0, cuts); m++) {
      double cost = best.cost(m) / total + penalty(m, n);
      if (cost < least) {
        least = cost;
        chosen = m;
      }
    }
    return best.shots(chosen);
  }

  private double penalty(int cuts, int frames) {
    return cuts == 0
        ? 0
        : options.penalty() * cuts / (2.0 * frames) * (Math.log((double) frames / cuts) + 1);
  }

  /**
   * The sum of squared distances of frames i to j from their mean, by the kernel: {@code sum k_tt -
   * sum k_st / length}. Distances do not depend on the origin; the mean is taken off for precision.
   */
  static double[][] scatter(double[][] frames) {
    int n = frames.length;
    double[][] centred = centred(frames);
    double[] squares = new double[n + 1];
    double[][] sums = new double[n + 1][n + 1]; // of the kernel over rows and columns before
    for (int s = 0; s < n; s++) {
      double row = 0;
      for (int t = 0; t < n; t++) {
        double kernel = 0;
        for (int d = 0; d < centred[s].length; d++) {
          kernel += centred[s][d] * centred[t][d];
        }
        row += kernel;
        sums[s + 1][t + 1] = sums[s][t + 1] + row;
        if (s == t) {
          squares[s + 1] = squares[s] + kernel;
        }
      }
    }
    double[][] scatter = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double block = sums[j + 1][j + 1] - sums[i][j + 1] - sums[j + 1][i] + sums[i][i];
        scatter[i][j] = Math.max(0, squares[j + 1] - squares[i] - block / (j - i + 1));
      }
    }
    return scatter;
  }

  private static double[][] centred(double[][] frames) {
    double[] mean = new double[frames[0].length];
    for (double[] frame : frames) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += frame[d] / frames.length;
      }
    }
    double[][] centred = new double[frames.length][mean.length];
    for (int t = 0; t < frames.length; t++) {
      for (int d = 0; d < mean.length; d++) {
        centred[t][d] = frames[t][d] - mean[d];
      }
    }
    return centred;
  }

  /** The best ways to cut the first frames at any number of places up to the most. */
  private static final class Cuts {
    private final int frames;

    /** {@code [m][end]}: the smallest sum for the frames before end with m cuts. */
    private final double[][] sums;

    /** {@code [m][end]}: where the last shot of it begins. */
    private final int[][] begins;

    Cuts(double[][] scatter, int shortest, int most) {
      frames = scatter.length;
      sums = new double[most + 1][frames + 1];
      begins = new int[most + 1][frames + 1];
      for (int m = 0; m <= most; m++) {
        Arrays.fill(sums[m], Double.POSITIVE_INFINITY);
        for (int end = 1; end <= frames; end++) {
          // A clip shorter than the shortest shot is one shot all the same.
          if (m == 0 && (end >= shortest || end == frames)) {
            sums[0][end] = scatter[0][end - 1];
          }
          for (int begin = shortest; m > 0 && begin <= end - shortest; begin++) {
            double sum = sums[m - 1][begin] + scatter[begin][end - 1];
            if (sum < sums[m][end]) {
              sums[m][end] = sum;
              begins[m][end] = begin;
            }
          }
        }
      }
    }

    double cost(int cuts) {
      return sums[cuts][frames];
    }

    List<Shot> shots(int cuts) {
      List<Shot> shots = new ArrayList<>();
      int end = frames;
      for (int m = cuts; m >= 0; m--) {
        int begin = m == 0 ? 0 : begins[m][end];
        shots.add(0, new Shot(begin, end - 1));
        end = begin;
      }
      return shots;
    }
  }
}
