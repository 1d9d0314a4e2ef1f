package dev.braid.cli;

import dev.braid.core.inspect.Inspection;
import dev.braid.core.inspect.Inspection.Extent;
import dev.braid.core.inspect.Inspection.Input;
import dev.braid.core.inspect.Inspection.Label;
import dev.braid.core.inspect.Inspection.Labels;
import dev.braid.core.inspect.Inspection.Overlap;
import dev.braid.core.inspect.Sizes;
import dev.braid.core.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows what was counted of the data; warnings come last, where they are seen. */
final class DataView {

  private final Inspection data;
  private final List<String> splits;
  private final List<String> lines = new ArrayList<>();

  DataView(Inspection data) {
    this.data = data;
    splits =
        data.samples().entrySet().stream()
            .filter(split -> split.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
  }

  List<String> lines() {
    lines.add(
        data.name()
            + ": "
            + data.samples().entrySet().stream()
                .map(split -> Figures.count(split.getValue()) + " " + split.getKey())
                .collect(Collectors.joining(", "))
            + " samples");
    data.inputs().forEach(this::input);
    combinations();
    Labels labels = data.labels();
    if (labels != null) {
      labels(labels);
    }
    duplicates();
    broken();
    warnings();
    return lines;
  }

  private void section(String title) {
    lines.add("");
    lines.add(title);
  }

  private void row(String name, String text) {
    lines.add("  %-12s %s".formatted(name, text));
  }

  private void input(String name, Input input) {
    section("%s (%s, column %s)".formatted(name, input.modality(), input.column()));
    row("present", counts(input.present()));
    row("missing", counts(input.missing()));
    row("different", Figures.count(input.different()) + " values");
    if (input.original().size() == 1) {
      Extent length = input.original().get(0);
      row(
          "length",
          "min %,d, median %,d, 95 %% %,d, max %,d; cut by the reader: %s"
              .formatted(
                  length.min(),
                  length.median(),
                  length.percentile95(),
                  length.max(),
                  Figures.count(input.cut())));
    } else if (!input.original().isEmpty()) {
      row(
          "size",
          "%s, median %s; the model gets %s"
              .formatted(
                  Sizes.range(input.original()),
                  Sizes.median(input.original()),
                  Sizes.range(input.read())));
    }
    Inspection.Vocabulary vocabulary = input.vocabulary();
    if (vocabulary != null) {
      row("vocabulary", Figures.count(vocabulary.size()) + " ids" + unknown(vocabulary));
    }
  }

  private static String unknown(Inspection.Vocabulary vocabulary) {
    return vocabulary.unknown().isEmpty() ? "" : "; unknown: " + shares(vocabulary.unknown());
  }

  private static String shares(Map<String, Double> shares) {
    return shares.entrySet().stream()
        .map(share -> Figures.percent(share.getValue()) + " of " + share.getKey())
        .collect(Collectors.joining(", "));
  }

  private String counts(Map<String, Integer> counts) {
    return splits.stream()
        .map(split -> Figures.count(counts.getOrDefault(split, 0)) + " " + split)
        .collect(Collectors.joining(", "));
  }

  private void combinations() {
    if (data.missingTogether().isEmpty()) {
      return;
    }
    section("samples that lack");
    for (Inspection.Combination combination : data.missingTogether()) {
      lines.add(
          "  %s: %s"
              .formatted(
                  String.join(" and ", combination.inputs()), counts(combination.samples())));
    }
  }

  private void labels(Labels labels) {
    section(
        "%s: %s classes, the largest of train %s times the smallest"
            .formatted(
                labels.column() == null ? "target" : labels.column(),
                Figures.count(labels.classes()),
                Figures.size(labels.imbalance())));
    lines.add(
        "  always '%s' is right for %s"
            .formatted(labels.majority(), shares(labels.majorityShare())));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(splits);
    rows.add(head);
    labels.frequent().forEach(label -> rows.add(cells(label)));
    if (labels.others().classes() > 0) {
      rows.add(
          cells(
              new Label(
                  "(%s others)".formatted(Figures.count(labels.others().classes())),
                  labels.others().samples())));
    }
    Tables.columns(rows, 1).forEach(lines::add);
  }

  private List<String> cells(Label label) {
    List<String> cells = new ArrayList<>();
    cells.add("  " + label.label());
    splits.forEach(split -> cells.add(Figures.count(label.samples().getOrDefault(split, 0))));
    return cells;
  }

  private void duplicates() {
    section("duplicates");
    Inspection.Duplicates duplicates = data.duplicates();
    lines.add("  samples that repeat one of their own split: " + counts(duplicates.copies()));
    lines.add("  samples shared by splits: " + overlaps(duplicates.samples()));
    duplicates
        .inputs()
        .forEach(
            (name, overlaps) ->
                lines.add(
                    "  %s '%s' shared by splits: %s"
                        .formatted(
                            files(name) ? "files of" : "values of", name, overlaps(overlaps))));
    lines.add(
        "  samples with the same inputs and another target: "
            + Figures.count(duplicates.contradictions().samples()));
  }

  private boolean files(String name) {
    Input input = data.inputs().get(name);
    return input != null && input.files();
  }

  private static String overlaps(List<Overlap> overlaps) {
    return overlaps.isEmpty()
        ? "none"
        : overlaps.stream()
            .map(
                one ->
                    "%s of %s with %s"
                        .formatted(Figures.count(one.samples()), one.second(), one.first()))
            .collect(Collectors.joining(", "));
  }

  private void broken() {
    List<Inspection.BrokenExample> first = data.broken().first();
    if (first.isEmpty()) {
      return;
    }
    section("samples that cannot be used, the first ones");
    for (Inspection.BrokenExample one : first) {
      lines.add(
          "  %s, %s, %s: %s"
              .formatted(
                  one.split(),
                  one.sample(),
                  one.input(),
                  one.reason().lines().findFirst().orElse("")));
    }
  }

  private void warnings() {
    if (data.warnings().isEmpty()) {
      section("no warnings");
      return;
    }
    section("WARNINGS");
    for (Inspection.Warning warning : data.warnings()) {
      lines.add("! " + warning.text());
      lines.add("  -> " + warning.remedy());
    }
  }
}
