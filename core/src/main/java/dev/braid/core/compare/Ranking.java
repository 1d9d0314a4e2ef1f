package dev.braid.core.compare;

import dev.braid.api.metric.Interval;
import dev.braid.core.experiment.RunCost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * The leaderboard.
   *
   * @param entries in any order, baselines among them
   * @param whole whether there is nothing left to do
   * @param more notes
   */
  Leaderboard of(
      String name,
      List<Long> seeds,
      boolean baselines,
      List<Entry> entries,
      boolean whole,
      List<String> more)
      throws IOException {
    List<Entry> variants = new ArrayList<>();
    List<Entry> alone = new ArrayList<>();
    for (Entry entry : entries) {
      (entry.variant().kind() == Leaderboard.Kind.VARIANT ? variants : alone).add(entry);
    }
    variants.sort(order());
    List<String> notes = new ArrayList<>(more);
    Entry best = variants.isEmpty() || !ranked(variants.get(0)) ? null : variants.get(0);
    if (variants.stream().anyMatch(one -> one.complete() && one.validation(measure).isEmpty())) {
      notes.add(
          "there is no validation split: %s not ranked, since the test split must not choose"
              .formatted(best == null ? "variants are" : "variants without one are"));
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
      rows.addAll(majority(variants, seeds, notes));
    }
    if (scores.otherSamples()) {
      notes.add(
          "some variants are measured on other samples than the best one: their differences to it have no interval");
    } else if (rows.stream()
        .map(Leaderboard.Row::difference)
        .anyMatch(difference -> difference != null && difference.low() == null)) {
      notes.add(
          "some intervals are missing [–]: %s is not the mean of a value of each test sample there, or the runs share no test samples"
              .formatted(measure));
    }
    boolean complete = whole && entries.stream().noneMatch(Entry::open);
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
    return sorted.length == 0 ? null : Interval.percentile(sorted, 0.5);
  }

  /**
   * The share of right answers, if that is ranked. Where variants have different data it would be
   * that of some of them only, and there is none.
   */
  private List<Leaderboard.Row> majority(
      List<Entry> variants, List<Long> seeds, List<String> notes) {
    if (!measure.equals("accuracy")) {
      notes.add(
          "there is no majority answer: %s is not the share of right answers".formatted(measure));
      return List.of();
    }
    Map<Long, Double> test = new LinkedHashMap<>();
    Map<Long, Double> validation = new LinkedHashMap<>();
    boolean same = true;
    boolean split = true;
    for (Entry entry : variants) {
      for (TrialResult result : entry.results()) {
        if (result.figures() != null) {
          long seed = result.trial().seed();
          same &= agrees(test, seed, result.figures().testBaselines().get(MAJORITY));
          split &= agrees(validation, seed, result.figures().validationBaselines().get(MAJORITY));
        }
      }
    }
    if (!same) {
      notes.add("variants have different data, so no majority answer holds for all of them");
      return List.of();
    }
    Summary known = split ? bySeed(validation, seeds) : null;
    Summary tested = bySeed(test, seeds);
    if (known == null && tested == null) {
      return List.of();
    }
    return List.of(
        new Leaderboard.Row(
            null,
            Leaderboard.Kind.MAJORITY,
            MAJORITY,
            "majority answer",
            List.of(),
            null,
            known,
            tested,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null));
  }

  private static boolean agrees(Map<Long, Double> values, long seed, @Nullable Double value) {
    return value == null || values.computeIfAbsent(seed, key -> value).equals(value);
  }

  private static @Nullable Summary bySeed(Map<Long, Double> values, List<Long> seeds) {
    return Summary.of(seeds.stream().map(values::get).filter(Objects::nonNull).toList());
  }
}
