package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.metric.Resampling;
import dev.braid.tasks.metrics.AnswerNormalisation;
import dev.braid.tasks.metrics.VqaAccuracy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Input of {@code vqa-accuracy}. */
public record VqaAccuracyInput(
    @Option("questions by name") Map<String, Case> cases,
    @Option("contractions and what they become; those of the protocol where it is left out")
        @Nullable Map<String, String> contractions)
    implements MetricInput {

  /** One question. */
  public record Case(
      @Option("what was predicted") String prediction,
      @Option("what people answered, one each") List<String> answers) {}

  /** The measure. */
  public static MetricPart<VqaAccuracyInput> metric() {
    return new MetricPart<>(
        "vqa-accuracy",
        "agreement of each answer with those of several people, leaving one out, and their mean",
        VqaAccuracyInput.class,
        input -> {
          Map<String, Object> result = new LinkedHashMap<>(input.each());
          result.putIfAbsent("mean", input.mean());
          return result;
        },
        input -> Resampling.ofMeans(Map.of("mean", input.values())));
  }

  /** By a table, or by the protocol's. */
  static AnswerNormalisation normalisation(@Nullable Map<String, String> contractions) {
    return contractions == null
        ? AnswerNormalisation.official()
        : new AnswerNormalisation(contractions);
  }

  @Override
  public void check(Problems problems) {
    if (cases.isEmpty()) {
      problems.add("cases", "is empty; there is nothing to measure");
    }
    cases.forEach(
        (name, one) -> {
          if (one.answers().isEmpty()) {
            problems.add("cases", "'" + name + "' has no answers to be measured against");
          }
        });
  }

  private Map<String, Double> each() {
    VqaAccuracy accuracy = new VqaAccuracy(normalisation(contractions));
    Map<String, Double> each = new LinkedHashMap<>();
    cases.forEach((name, one) -> each.put(name, accuracy.of(one.prediction(), one.answers())));
    return each;
  }

  private double[] values() {
    return each().values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double mean() {
    return each().values().stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
