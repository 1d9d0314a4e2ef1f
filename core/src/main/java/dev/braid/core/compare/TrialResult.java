package dev.braid.core.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.experiment.RunCost;
import dev.braid.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trial came to.
 *
 * @param run its run directory, or null where it never had one
 * @param error why it has no figures, or null
 * @param figures null unless it finished
 */
record TrialResult(
    Trial trial,
    Leaderboard.Status status,
    @Nullable Path run,
    @Nullable String error,
    @Nullable Figures figures) {

  /** The measures and the cost of a finished run. */
  record Figures(
      Map<String, Double> validation,
      Map<String, Double> test,
      Map<String, Double> validationBaselines,
      Map<String, Double> testBaselines,
      RunCost cost) {}

  /** Reads a finished run. */
  static TrialResult finished(Trial trial, Path run) throws IOException {
    JsonNode test = new RunDirectory(run).readJson("test.json");
    return new TrialResult(
        trial,
        Leaderboard.Status.FINISHED,
        run,
        null,
        new Figures(
            numbers(test.path("validation")),
            numbers(test.path("measures")),
            numbers(test.path("validation_baselines")),
            numbers(test.path("baselines")),
            RunCost.read(run)));
  }

  static TrialResult failed(Trial trial, @Nullable Path run, String error) {
    return new TrialResult(trial, Leaderboard.Status.FAILED, run, error, null);
  }

  /** It was stopped, or never begun. */
  static TrialResult open(Trial trial, @Nullable Path run) {
    return new TrialResult(trial, Leaderboard.Status.OPEN, run, null, null);
  }

  /** A measure on validation, or null. */
  @Nullable Double validation(String measure) {
    return figures == null ? null : figures.validation().get(measure);
  }

  /** A measure on test, or null. */
  @Nullable Double test(String measure) {
    return figures == null ? null : figures.test().get(measure);
  }

  private static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNumber()) {
                numbers.put(field.getKey(), field.getValue().asDouble());
              }
            });
    return numbers;
  }
}
