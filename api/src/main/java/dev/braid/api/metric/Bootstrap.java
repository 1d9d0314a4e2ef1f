package dev.braid.api.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Intervals of measures over a test set: the items are drawn again and again, as many as there are
 * and with replacement; the interval is the middle part of the measures of the draws. The draws
 * follow from the seed alone.
 *
 * <p>Source: the percentile bootstrap of Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, chapter 13. It holds for items that are independent of each other: where several belong
 * together, such as questions about one picture, the group is the item.
 *
 * @param level the share of draws within an interval, such as 0.95
 * @param resamples how many draws; 1,000 and more for the ends of a 95 % interval
 * @param seed of the draws
 */
public record Bootstrap(double level, int resamples, long seed) {

  /** Refuses a level outside (0, 1) and less than one draw. */
  public Bootstrap {
    if (!(level > 0 && level < 1) || resamples < 1) {
      throw new IllegalArgumentException("a level is between 0 and 1, and draws are 1 or more");
    }
  }

  /** 95 %, 1,000 draws, seed 0. */
  public static Bootstrap standard() {
    return new Bootstrap(0.95, 1000, 0);
  }

  /**
   * The interval of a measure.
   *
   * @param items how many there are, at least 1
   * @param measure over items given by number; the array is used again for the next draw
   */
  public Interval of(int items, ToDoubleFunction<int[]> measure) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[items];
    double[] values = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      draw(random, drawn);
      values[r] = measure.applyAsDouble(drawn);
    }
    return Interval.ofMiddle(values, level);
  }

  /** The interval of a mean over items, at least one. */
  public Interval ofMean(double[] values) {
    return of(values.length, drawn -> Resampling.mean(values, drawn));
  }

  /** The interval of each measure, all from the same draws. */
  public Map<String, Interval> of(Resampling resampling) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[resampling.items()];
    List<Map<String, Double>> draws = new ArrayList<>();
    for (int r = 0; r < resamples; r++) {
      draw(random, drawn);
      draws.add(resampling.measures().apply(drawn));
    }
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String name : draws.get(0).keySet()) {
      double[] values =
          draws.stream().mapToDouble(draw -> Objects.requireNonNull(draw.get(name))).toArray();
      intervals.put(name, Interval.ofMiddle(values, level));
    }
    return intervals;
  }

  private static void draw(SplittableRandom random, int[] drawn) {
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextInt(drawn.length);
    }
  }
}
