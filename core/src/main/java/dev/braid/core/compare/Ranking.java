package dev.braid.core.compare;

import dev.braid.core.experiment.RunCost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the leaderboard of trials. Variants are ranked by their mean on validation; the test split
 * has no say in it, so that its figures stay those of data that chose nothing. A variant of which a
 * seed failed is not ranked: the mean of the seeds that went well would flatter it.
 */
final class Ranking {

  private static final String MAJORITY = "majority";

  private final ComparisonDirectory directory;
  private final String measure;
  private final boolean higherIsBetter;
  private final Scores scores;

  Ranking(ComparisonDirectory directory, String measure, boolean higherIsBetter) {
    this.directory = directory;
    this.measure = measure;
    this.higherIsBetter = higherIsBetter;
    this.scores = new Scores(measure);
  }

  /** Orders variants: complete ones first, the best on validation at the top. */
  Comparator<Entry> order() {
    Comparator<Double> better =
        higherIsBetter ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing((Entry entry) -> entry.dropped() != null)
        .thenComparing(entry -> !entry.complete())
        .thenComparing(
            entry -> entry.dropped() == null ? 0 : -entry.dropped()) // the furthest first
        .thenComparing(entry -> mean(entry), Comparator.nullsLast(better));
  }

  private @Nullable Double mean(Entry entry) {
    Summary summary = Summary.of(entry.validation(measure));
    if (summary == null || Double.isNaN(summary.mean())) {
      return null;
    }
    return summary.mean();
  }

  /** The leaderboard; the entries may come in any order, baselines among them. */
  Leaderboard of(String name, List<Long> seeds, boolean baselines, List<Entry> entries)
      throws IOException {
    List<Entry> variants = new ArrayList<>();
    List<Entry> alone = new ArrayList<>();
    for (Entry entry : entries) {
      (entry.variant().kind() == Leaderboard.Kind.VARIANT ? variants : alone).add(entry);
    }
    variants.sort(order());
    List<String> notes = new ArrayList<>();
    Entry best = variants.isEmpty() || !ranked(variants.get(0)) ? null : variants.get(0);
    if (best != null && best.validation(measure).isEmpty()) {
      notes.add(
          "there is no validation split: nothing is ranked, since the test split must not choose");
      best = null;
    }
    List<Leaderboard.Row> rows = new ArrayList<>();
    int rank = 0;
    for (Entry entry : variants) {
      rows.add(row(entry, best != null && ranked(entry) ? ++rank : null, best));
    }
    for (Entry entry : alone) {
      rows.add(row(entry, null, best));
    }
    if (baselines) {
      rows.addAll(majority(variants));
    }
    if (rows.stream()
        .map(Leaderboard.Row::difference)
        .anyMatch(difference -> difference != null && difference.low() == null)) {
      notes.add(
          "some intervals are missing: %s is not the share of right first predictions there, or the runs share no test samples"
              .formatted(measure));
    }
    boolean complete =
        entries.stream()
            .flatMap(entry -> entry.results().stream())
            .noneMatch(result -> result.status() == Leaderboard.Status.OPEN);
    return new Leaderboard(
        name,
        measure,
        higherIsBetter,
        seeds,
        new Leaderboard.Interval(
            PairedBootstrap.LEVEL, PairedBootstrap.REPLICATES, PairedBootstrap.SEED),
        complete,
        rows,
        notes);
  }

  private boolean ranked(Entry entry) {
    return entry.complete() && entry.dropped() == null && mean(entry) != null;
  }

  private Leaderboard.Row row(Entry entry, @Nullable Integer rank, @Nullable Entry best)
      throws IOException {
    Variant variant = entry.variant();
    List<Leaderboard.Seeded> trials = new ArrayList<>();
    List<RunCost> costs = new ArrayList<>();
    for (TrialResult result : entry.results()) {
      trials.add(
          new Leaderboard.Seeded(
              result.trial().seed(),
              result.status(),
              result.run() == null ? null : directory.relative(result.run()),
              result.validation(measure),
              result.test(measure),
              result.error()));
      if (result.figures() != null) {
        costs.add(result.figures().cost());
      }
    }
    boolean compared = best != null && !best.equals(entry) && entry.dropped() == null;
    return new Leaderboard.Row(
        rank,
        variant.kind(),
        variant.id(),
        variant.label(),
        variant.changes().stream().map(Change::toString).toList(),
        entry.dropped(),
        Summary.of(entry.validation(measure)),
        Summary.of(entry.test(measure)),
        compared ? scores.between(entry, Objects.requireNonNull(best)) : null,
        costs.isEmpty() ? null : costs.get(0).parameters(),
        median(costs, RunCost::macsPerSample),
        median(costs, RunCost::trainMsPerSample),
        median(costs, RunCost::inferenceMsPerSample),
        costs.stream()
            .map(RunCost::peakMemoryMib)
            .filter(Objects::nonNull)
            .map(Double.class::cast)
            .max(Comparator.naturalOrder())
            .orElse(null),
        trials,
        entry.error());
  }

  private static @Nullable Double median(
      List<RunCost> costs, Function<RunCost, @Nullable Double> figure) {
    double[] sorted =
        costs.stream()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToDouble(Double.class::cast)
            .sorted()
            .toArray();
    return sorted.length == 0 ? null : PairedBootstrap.percentile(sorted, 0.5);
  }

  /**
   * From what the first variant with figures says; the share of right answers, if that is ranked.
   */
  private List<Leaderboard.Row> majority(List<Entry> variants) {
    for (Entry entry : variants) {
      List<Double> validation = new ArrayList<>();
      List<Double> test = new ArrayList<>();
      for (TrialResult result : entry.results()) {
        if (result.figures() != null) {
          add(validation, result.figures().validationBaselines().get(MAJORITY));
          add(test, result.figures().testBaselines().get(MAJORITY));
        }
      }
      if (measure.equals("accuracy") && !(validation.isEmpty() && test.isEmpty())) {
        return List.of(
            new Leaderboard.Row(
                null,
                Leaderboard.Kind.MAJORITY,
                MAJORITY,
                "majority answer",
                List.of(),
                null,
                Summary.of(validation),
                Summary.of(test),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null));
      }
    }
    return List.of();
  }

  private static void add(List<Double> values, @Nullable Double value) {
    if (value != null) {
      values.add(value);
    }
  }
}
