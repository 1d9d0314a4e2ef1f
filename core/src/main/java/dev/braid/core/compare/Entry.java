package dev.braid.core.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A variant with the results of its trials, before it is a row.
 *
 * @param results one per seed; none where the variant could not be checked
 * @param dropped the epochs of halving's rung that was its last one, where that is not the last of
 *     all; else null
 */
record Entry(Variant variant, List<TrialResult> results, @Nullable Integer dropped) {

  /** The values of a measure on validation, in the order of the seeds. */
  List<Double> validation(String measure) {
    return results.stream()
        .map(result -> result.validation(measure))
        .filter(Objects::nonNull)
        .map(Double.class::cast)
        .toList();
  }

  /** The values of a measure on test, in the order of the seeds. */
  List<Double> test(String measure) {
    return results.stream()
        .map(result -> result.test(measure))
        .filter(Objects::nonNull)
        .map(Double.class::cast)
        .toList();
  }

  /** The same after one of halving's rungs, which it does not go beyond. */
  Entry after(int epochs) {
    return new Entry(variant, results, epochs);
  }

  /** Whether the end of a seed is not known. */
  boolean open() {
    return results.stream().anyMatch(one -> one.status() == Leaderboard.Status.OPEN);
  }

  /** Whether every seed finished. */
  boolean complete() {
    return !results.isEmpty()
        && results.stream().allMatch(one -> one.status() == Leaderboard.Status.FINISHED);
  }

  /** Why something is missing, or null. */
  @Nullable String error() {
    if (variant.error() != null) {
      return variant.error();
    }
    List<TrialResult> failed = new ArrayList<>();
    results.stream().filter(result -> result.error() != null).forEach(failed::add);
    if (failed.isEmpty()) {
      return null;
    }
    String seeds =
        failed.stream()
            .map(one -> Long.toString(one.trial().seed()))
            .collect(Collectors.joining(", "));
    return failed.size() == results.size()
        ? failed.get(0).error()
        : "seed " + seeds + ": " + failed.get(0).error();
  }
}
