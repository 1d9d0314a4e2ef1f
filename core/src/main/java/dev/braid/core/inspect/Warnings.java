package dev.braid.core.inspect;

import dev.braid.core.inspect.Inspection.Input;
import dev.braid.core.inspect.Inspection.Kind;
import dev.braid.core.inspect.Inspection.LabelGroup;
import dev.braid.core.inspect.Inspection.Labels;
import dev.braid.core.inspect.Inspection.Overlap;
import dev.braid.core.inspect.Inspection.Pair;
import dev.braid.core.inspect.Inspection.Warning;
import dev.braid.core.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What should be looked at before training, the worst first. */
final class Warnings {

  private static final String TRAIN = "train";

  private final Inspection data;
  private final @Nullable String groupBy;
  private final List<Warning> warnings = new ArrayList<>();

  Warnings(Inspection data, @Nullable String groupBy) {
    this.data = data;
    this.groupBy = groupBy;
  }

  List<Warning> all() {
    data.duplicates().samples().forEach(this::sharedSamples);
    data.inputs().forEach(this::sharedFiles);
    contradictions();
    Labels labels = data.labels();
    if (labels != null) {
      labels(labels);
    }
    data.inputs().forEach(this::missing);
    broken();
    return List.copyOf(warnings);
  }

  private void add(Kind kind, String text, String remedy) {
    warnings.add(new Warning(kind, text, remedy));
  }

  private void sharedSamples(Overlap overlap) {
    add(
        Kind.LEAKAGE,
        "%s %s in %s too, inputs and target alike: %s is %s"
            .formatted(
                part(overlap.samples(), overlap.second()),
                overlap.samples() == 1 ? "is" : "are",
                overlap.first(),
                overlap.secondExample(),
                overlap.firstExample()),
        "take them out of one of the splits");
  }

  private void sharedFiles(String name, Input input) {
    if (!input.files()) {
      return;
    }
    for (Overlap overlap : data.duplicates().inputs().getOrDefault(name, List.of())) {
      add(
          Kind.LEAKAGE,
          "%s %s a file as '%s' that %s has too, byte for byte: that of %s is that of %s"
              .formatted(
                  part(overlap.samples(), overlap.second()),
                  overlap.samples() == 1 ? "has" : "have",
                  name,
                  overlap.first(),
                  overlap.secondExample(),
                  overlap.firstExample()),
          remedy(overlap, input.column()));
    }
  }

  private String remedy(Overlap overlap, String column) {
    String out = "take them out of one of the splits";
    if (!overlap.first().equals(TRAIN) || !overlap.second().equals("validation")) {
      return out;
    }
    return column.equals(groupBy)
        ? "training.group_by goes by the names of files, so copies under other names are apart: give"
            + " each content one name"
        : "where validation is cut off train, training.group_by=%s keeps the samples of a file on one side; otherwise %s"
            .formatted(column, out);
  }

  private void contradictions() {
    Inspection.Contradictions contradictions = data.duplicates().contradictions();
    if (contradictions.groups() > 0) {
      Pair pair = contradictions.first().get(0);
      add(
          Kind.CONTRADICTION,
          "%s have the same inputs as others and another target: %s '%s', %s '%s'"
              .formatted(
                  samples(contradictions.samples()),
                  pair.first(),
                  pair.firstTarget(),
                  pair.second(),
                  pair.secondTarget()),
          "correct the targets; where people disagree, no model can be right about all of them");
    }
  }

  private void labels(Labels labels) {
    LabelGroup unseen = labels.unseen();
    if (unseen.classes() > 0) {
      add(
          Kind.UNSEEN_LABELS,
          "%s not in train (%s): %s"
              .formatted(
                  unseen.classes() == 1 ? "1 class is" : count(unseen.classes()) + " classes are",
                  bySplit(unseen.samples()),
                  names(unseen)),
          "whatever a model answers there is wrong: add samples of them to train, or take them out");
    }
    if (labels.classes() - unseen.classes() == 1) {
      add(
          Kind.ONE_CLASS,
          "every sample of train is of class '%s'".formatted(labels.majority()),
          "there is nothing to tell apart: check the target column '%s'"
              .formatted(labels.column()));
    } else if (labels.rare().classes() > 0) {
      LabelGroup rare = labels.rare();
      add(
          Kind.RARE_CLASSES,
          "%s of %s fewer than %d train samples: %s"
              .formatted(
                  count(rare.classes()),
                  count(labels.classes())
                      + (rare.classes() == 1 ? " classes has" : " classes have"),
                  LabelCounts.FEW,
                  names(rare)),
          "collect more of them, merge them, or leave them out; training.class_balance only weighs"
              + " what is there");
    }
  }

  private void missing(String name, Input input) {
    input
        .missing()
        .forEach(
            (split, count) -> {
              int all = data.samples().getOrDefault(split, 0);
              if (2 * count > all) {
                add(
                    Kind.MISSING_INPUT,
                    "input '%s' is missing in %s (%s)"
                        .formatted(name, part(count, split), Figures.percent((double) count / all)),
                    "check column '%s'; where that is right, training.modality_dropout makes a model ready for it"
                        .formatted(input.column()));
              }
            });
  }

  private void broken() {
    if (!data.broken().first().isEmpty()) {
      Inspection.BrokenExample first = data.broken().first().get(0);
      String counts =
          data.broken().counts().entrySet().stream()
              .map(
                  entry ->
                      entry.getKey()
                          + ": "
                          + entry.getValue().entrySet().stream()
                              .map(one -> one.getKey() + " " + count(one.getValue()))
                              .collect(Collectors.joining(", ")))
              .collect(Collectors.joining("; "));
      add(
          Kind.BROKEN_SAMPLES,
          "there are samples that cannot be used (%s); the first: %s: %s"
              .formatted(counts, first.sample(), first.reason().lines().findFirst().orElse("")),
          "repair them, or leave them out with training.broken=skip");
    }
  }

  private String part(int count, String split) {
    return "%s of %s %s samples"
        .formatted(count(count), count(data.samples().getOrDefault(split, 0)), split);
  }

  private static String samples(int count) {
    return count(count) + (count == 1 ? " sample" : " samples");
  }

  private static String count(int count) {
    return Figures.count(count);
  }

  private static String bySplit(Map<String, Integer> samples) {
    return samples.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> samples(entry.getValue()) + " of " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String names(LabelGroup group) {
    int most = 5;
    return group.first().stream()
            .limit(most)
            .map(label -> "'" + label.label() + "'")
            .collect(Collectors.joining(", "))
        + (group.classes() > most ? " and " + count(group.classes() - most) + " more" : "");
  }
}
