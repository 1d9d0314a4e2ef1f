package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * A summary of a video made of whole shots, by the protocol of SumMe and TVSum: Gygli et al.,
 * Creating Summaries from User Videos, 2014; Song et al., TVSum, 2015; Zhang et al., Video
 * Summarization with Long Short-term Memory, 2016, arXiv:1605.08110.
 *
 * <p>A frame has the score of the last picked frame at or before it, 0 before the first. The value
 * of a shot is the mean score of its frames. Shots are chosen by a 0/1 {@link Knapsack} of their
 * values with their lengths as weights, within a share of all frames.
 *
 * @param shotValues one a shot
 * @param capacity the largest number of frames
 * @param shots numbers of the shots chosen, ascending
 * @param frames whether each frame is in the summary
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeyShots(double[] shotValues, int capacity, List<Integer> shots, boolean[] frames) {

  /** A shot of frames, both ends included. */
  public record Shot(int first, int last) {

    int length() {
      return last - first + 1;
    }
  }

  /**
   * Chooses shots.
   *
   * @param frames how many the video has
   * @param picks the frames that have a score, ascending
   * @param scores one a pick
   * @param shots within the video
   * @param budget the share of frames that a summary may have, 0.15 in the protocol
   */
  public static KeyShots choose(
      int frames, int[] picks, double[] scores, List<Shot> shots, double budget) {
    double[] spread = spread(frames, picks, scores);
    int[] lengths = shots.stream().mapToInt(Shot::length).toArray();
    double[] values = new double[lengths.length];
    for (int i = 0; i < values.length; i++) {
      Shot shot = shots.get(i);
      double sum = 0;
      for (int frame = shot.first(); frame <= shot.last(); frame++) {
        sum += spread[frame];
      }
      values[i] = sum / lengths[i];
    }
    int capacity = (int) Math.floor(budget * frames);
    List<Integer> chosen = Knapsack.choose(values, lengths, capacity);
    boolean[] summary = new boolean[frames];
    for (int i : chosen) {
      Arrays.fill(summary, shots.get(i).first(), shots.get(i).last() + 1, true);
    }
    return new KeyShots(values, capacity, chosen, summary);
  }

  /** The score of every frame, from those of picked ones. */
  public static double[] spread(int frames, int[] picks, double[] scores) {
    double[] spread = new double[frames];
    for (int k = 0; k < picks.length; k++) {
      Arrays.fill(spread, picks[k], k + 1 < picks.length ? picks[k + 1] : frames, scores[k]);
    }
    return spread;
  }

  /** F1 of the frames in the summary against those that a person chose; 0 where none is common. */
  public double fScore(boolean[] user) {
    if (user.length != frames.length) {
      throw new IllegalArgumentException(
          "a person's summary has %d frames, the video %d".formatted(user.length, frames.length));
    }
    long both = 0;
    long chosen = 0;
    long wanted = 0;
    for (int frame = 0; frame < user.length; frame++) {
      both += frames[frame] && user[frame] ? 1 : 0;
      chosen += frames[frame] ? 1 : 0;
      wanted += user[frame] ? 1 : 0;
    }
    return Scores.of(both, chosen - both, wanted - both).f1();
  }
}
