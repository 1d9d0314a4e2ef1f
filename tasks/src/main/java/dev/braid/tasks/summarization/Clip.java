package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDList;
import dev.braid.tasks.metrics.KeyShots;
import dev.braid.tasks.metrics.KeyShots.Shot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The frames of one sample that the reader kept, on the host.
 *
 * @param scores from 0 to 1, one a frame
 * @param frames their encodings, {@code [T][D]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Clip(double[] scores, double[][] frames) {

  /** The clips of a batch from what {@link FrameHead} gave; a clip may have no frame. */
  static List<Clip> of(NDList outputs) {
    int clips = (int) outputs.get(2).getShape().get(0);
    int length = (int) outputs.get(2).getShape().get(1);
    int width = (int) outputs.get(2).getShape().get(2);
    float[] logits = outputs.get(0).toFloatArray();
    float[] real = outputs.get(1).toFloatArray();
    float[] values = outputs.get(2).toFloatArray();
    List<Clip> all = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      int first = i * length;
      int[] kept = IntStream.range(first, first + length).filter(t -> real[t] > 0).toArray();
      double[] scores =
          Arrays.stream(kept).mapToDouble(t -> 1 / (1 + Math.exp(-logits[t]))).toArray();
      double[][] frames = new double[kept.length][width];
      for (int t = 0; t < kept.length; t++) {
        for (int d = 0; d < width; d++) {
          frames[t][d] = values[kept[t] * width + d];
        }
      }
      all.add(new Clip(scores, frames));
    }
    return all;
  }

  /** How many frames there are. */
  int length() {
    return scores.length;
  }

  /**
   * A shot of the summary.
   *
   * @param key its frame with the highest score
   */
  record Key(Shot shot, int key, double score) {

    /** As people read it: {@code frame 5 of frames 3-9}. */
    String label() {
      return "frame %d of frames %d-%d".formatted(key, shot.first(), shot.last());
    }
  }

  /** The shots that a summary is made of; where none fits into the budget, each frame is one. */
  List<Shot> shots(Segmentation segmentation, double budget) {
    List<Shot> shots = segmentation.of(frames);
    double most = Math.floor(budget * length());
    boolean fits = shots.stream().anyMatch(shot -> shot.last() - shot.first() < most);
    return fits ? shots : IntStream.range(0, length()).mapToObj(t -> new Shot(t, t)).toList();
  }

  /**
   * The summary: the shots that are worth the most within the budget, the one with the best key
   * frame first. Where not one frame fits in, it is the best frame.
   */
  List<Key> summary(Segmentation segmentation, double budget) {
    if (length() == 0) {
      return List.of();
    }
    List<Shot> shots = shots(segmentation, budget);
    int[] every = IntStream.range(0, length()).toArray();
    List<Integer> chosen = KeyShots.choose(length(), every, scores, shots, budget).shots();
    if (chosen.isEmpty()) {
      int best = best(new Shot(0, length() - 1));
      return List.of(new Key(new Shot(best, best), best, scores[best]));
    }
    return chosen.stream()
        .map(shots::get)
        .map(shot -> new Key(shot, best(shot), scores[best(shot)]))
        .sorted(Comparator.comparing((Key key) -> -key.score()))
        .toList();
  }

  private int best(Shot shot) {
    int best = shot.first();
    for (int t = shot.first(); t <= shot.last(); t++) {
      best = scores[t] > scores[best] ? t : best;
    }
    return best;
  }

  /**
   * The summary of the whole clip that this one's frames were taken from at equal distances.
   *
   * @param whole how many frames that has
   * @param cut the shots of this one
   */
  KeyShots summaryOf(int whole, List<Shot> cut, double budget) {
    int[] places = FrameScores.places(length(), whole);
    List<Shot> shots = new ArrayList<>();
    for (Shot shot : cut) {
      int end = shot.last() + 1 < length() ? places[shot.last() + 1] : whole;
      if (end > places[shot.first()]) {
        shots.add(new Shot(places[shot.first()], end - 1));
      }
    }
    return KeyShots.choose(whole, places, scores, shots, budget);
  }
}
