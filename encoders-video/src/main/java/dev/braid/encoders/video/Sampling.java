package dev.braid.encoders.video;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which frames of a clip are read.
 *
 * @param frames how many, evenly spread: the middle one of each of so many equal parts; all of a
 *     clip that has no more
 * @param rate so many a second instead: the frames that are seen at 0, 1/rate, 2/rate, … seconds,
 *     each once
 * @param most with a rate, the first so many only
 */
record Sampling(int frames, @Nullable Double rate, int most) {

  /** Times are written with so many decimals that a third of a second is a little less. */
  private static final double SLACK = 1e-3;

  /**
   * The numbers of the chosen frames, ascending and each once.
   *
   * @param seconds when each frame begins, ascending
   */
  int[] choose(double[] seconds) {
    int[] offered = offered(seconds);
    return rate == null || offered.length <= most ? offered : Arrays.copyOf(offered, most);
  }

  /** The same before {@link #most} cuts them off. */
  int[] offered(double[] seconds) {
    return rate == null ? spread(seconds.length) : seen(seconds, rate);
  }

  private int[] spread(int count) {
    int parts = Math.min(frames, count);
    return IntStream.range(0, parts)
        .map(i -> (int) ((2L * i + 1) * count / (2L * parts)))
        .toArray();
  }

  private static int[] seen(double[] seconds, double rate) {
    IntStream.Builder chosen = IntStream.builder();
    double last = seconds[seconds.length - 1] - seconds[0] + SLACK;
    int before = -1;
    int frame = 0;
    for (long tick = 0; tick / rate <= last; tick++) {
      double now = seconds[0] + tick / rate + SLACK;
      while (frame + 1 < seconds.length && seconds[frame + 1] <= now) {
        frame++;
      }
      if (frame != before) {
        chosen.add(frame);
        before = frame;
      }
    }
    return chosen.build().toArray();
  }
}
