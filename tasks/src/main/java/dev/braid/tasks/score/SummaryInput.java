package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.metric.Resampling;
import dev.braid.tasks.metrics.KeyShots;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Input of {@code summary-f-score}: one video. */
public record SummaryInput(
    @Option(value = "how many frames the video has", min = 1, max = 1e7) int frames,
    @Option(value = "numbers of the frames with a score, ascending, from 0", min = 0)
        List<Integer> picks,
    @Option("the score of each of them") List<Double> scores,
    @Option(value = "first and last frame of each shot, both included", min = 0)
        List<List<Integer>> shots,
    @Option(
            value = "a row of 0 and 1 for each person: whether each frame was chosen",
            min = 0,
            max = 1)
        List<List<Integer>> users,
    @Option(
            value = "share of the frames that a summary may have",
            byDefault = "0.15",
            min = 0,
            max = 1)
        double budget)
    implements MetricInput {

  /** The measure; its intervals are those over people. */
  public static MetricPart<SummaryInput> metric() {
    return new MetricPart<>(
        "summary-f-score",
        "F1 of a video's shots, chosen by frame scores within a budget, with those people chose",
        SummaryInput.class,
        SummaryInput::result,
        input -> {
          double[] scores = input.scores(input.choose());
          return new Resampling(
              scores.length,
              drawn -> means(Arrays.stream(drawn).mapToDouble(i -> scores[i]).toArray()));
        });
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("picks", picks, "scores", scores, problems);
    MetricInput.below("picks", picks, frames, "frames", problems);
    for (int k = 1; k < picks.size(); k++) {
      if (picks.get(k) <= picks.get(k - 1)) {
        problems.add(
            "picks", "%d does not ascend from %d".formatted(picks.get(k), picks.get(k - 1)));
        break;
      }
    }
    MetricInput.some("shots", shots, problems);
    for (List<Integer> shot : shots) {
      if (shot.size() != 2 || shot.get(0) > shot.get(1) || shot.get(1) >= frames) {
        problems.add(
            "shots",
            "%s is not the first and last of the %d frames of a shot".formatted(shot, frames));
        break;
      }
    }
    MetricInput.some("users", users, problems);
    for (List<Integer> user : users) {
      if (user.size() != frames) {
        problems.add("users", "a row has length %d, not %d".formatted(user.size(), frames));
        break;
      }
    }
  }

  private KeyShots choose() {
    return KeyShots.choose(
        frames,
        MetricInput.ints(picks),
        MetricInput.doubles(scores),
        shots.stream().map(shot -> new KeyShots.Shot(shot.get(0), shot.get(1))).toList(),
        budget);
  }

  private double[] scores(KeyShots chosen) {
    return users.stream().map(MetricInput::flags).mapToDouble(chosen::fScore).toArray();
  }

  private Map<String, Object> result() {
    KeyShots chosen = choose();
    double[] scores = scores(chosen);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("shot_values", Arrays.stream(chosen.shotValues()).boxed().toList());
    result.put("capacity", chosen.capacity());
    result.put("chosen_shots", chosen.shots());
    result.put("f_per_user", Arrays.stream(scores).boxed().toList());
    result.putAll(means(scores));
    return result;
  }

  /** As TVSum and as SumMe report it. */
  private static Map<String, Double> means(double[] scores) {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("f_mean", Arrays.stream(scores).average().orElse(0));
    means.put("f_max", Arrays.stream(scores).max().orElse(0));
    return means;
  }
}
