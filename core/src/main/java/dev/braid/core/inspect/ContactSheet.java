package dev.braid.core.inspect;

import dev.braid.api.data.BadDataException;
import dev.braid.core.inspect.Inspection.Extent;
import dev.braid.core.inspect.Inspection.Input;
import dev.braid.core.inspect.Inspection.Label;
import dev.braid.core.inspect.Inspection.LabelGroup;
import dev.braid.core.inspect.Inspection.Labels;
import dev.braid.core.report.Figures;
import dev.braid.core.report.Pages;
import dev.braid.core.report.Tile;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of samples as the model gets them, with what was counted above them. */
public final class ContactSheet {

  private final Inspection data;

  private ContactSheet(Inspection data) {
    this.data = data;
  }

  /**
   * Writes the page, one file that reaches for nothing outside.
   *
   * @param place where the spec is, for people
   * @param samples how many are shown
   */
  public static void write(
      Path file, Subject subject, Inspection inspection, String place, int samples)
      throws BadDataException, IOException {
    Map<String, Object> values = new ContactSheet(inspection).values();
    values.put("place", place);
    values.put("cards", new SheetSamples(subject).choose(samples));
    values.put(
        "augmented",
        subject.spec().inputs().values().stream().anyMatch(plan -> !plan.augment().isEmpty()));
    values.put("seed", String.valueOf(subject.spec().training().seed()));
    AtomicFiles.write(file, Pages.fill("data.ftlh", values));
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", data.name());
    values.put("tiles", tiles());
    values.put("warnings", data.warnings());
    values.put("splits", splits());
    values.put("inputs", inputs());
    Labels labels = data.labels();
    values.put("labels", labels == null ? List.of() : labels(labels));
    values.put("target", labels == null || labels.column() == null ? "label" : labels.column());
    return values;
  }

  private List<String> splits() {
    return data.samples().entrySet().stream()
        .filter(split -> split.getValue() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    int all = data.samples().values().stream().mapToInt(Integer::intValue).sum();
    tiles.add(
        new Tile(
            "samples",
            Figures.count(all),
            splits().stream()
                .map(split -> Figures.count(of(data.samples(), split)) + " " + split)
                .collect(Collectors.joining(", "))));
    Labels labels = data.labels();
    if (labels != null) {
      String unseen =
          labels.unseen().classes() == 0
              ? "all of them in train"
              : Figures.count(labels.unseen().classes()) + " of them not in train";
      tiles.add(new Tile("classes", Figures.count(labels.classes()), unseen));
      Double share = labels.majorityShare().get("test");
      tiles.add(
          new Tile(
              "majority answer",
              Figures.percent(
                  share != null ? share : labels.majorityShare().getOrDefault("train", 0.0)),
              "'%s', share of %s".formatted(labels.majority(), share != null ? "test" : "train")));
    }
    int warnings = data.warnings().size();
    tiles.add(
        new Tile(
            "warnings",
            warnings == 0 ? "none" : Figures.count(warnings),
            data.leaks() ? "the splits leak" : "no leakage between splits"));
    return tiles;
  }

  /** One input with what is counted of it, each in words. */
  public record InputRow(String name, List<Figures.Row> rows) {}

  private List<InputRow> inputs() {
    List<InputRow> rows = new ArrayList<>();
    data.inputs().forEach((name, input) -> rows.add(new InputRow(name, facts(input))));
    return rows;
  }

  private List<Figures.Row> facts(Input input) {
    List<Figures.Row> rows = new ArrayList<>();
    rows.add(new Figures.Row("read as", input.modality() + ", column " + input.column()));
    rows.add(
        new Figures.Row(
            "missing in",
            splits().stream()
                .map(split -> "%s %s".formatted(Figures.count(of(input.missing(), split)), split))
                .collect(Collectors.joining(", "))));
    rows.add(new Figures.Row("different values", Figures.count(input.different())));
    if (input.original().size() == 1) {
      Extent length = input.original().get(0);
      rows.add(
          new Figures.Row(
              "length",
              "%,d to %,d, median %,d, 95 %% up to %,d; cut in %s"
                  .formatted(
                      length.min(),
                      length.max(),
                      length.median(),
                      length.percentile95(),
                      Figures.count(input.cut()))));
    } else if (!input.original().isEmpty()) {
      rows.add(new Figures.Row("size", Sizes.range(input.original())));
      rows.add(new Figures.Row("size for the model", Sizes.range(input.read())));
    }
    Inspection.Vocabulary vocabulary = input.vocabulary();
    if (vocabulary != null) {
      rows.add(new Figures.Row("vocabulary", Figures.count(vocabulary.size())));
      rows.add(
          new Figures.Row(
              "unknown",
              vocabulary.unknown().entrySet().stream()
                  .map(share -> Figures.percent(share.getValue()) + " of " + share.getKey())
                  .collect(Collectors.joining(", "))));
    }
    return rows;
  }

  /**
   * A label with its counts, one a split.
   *
   * @param width of its bar, the share of train, a CSS number from 0 to 100
   */
  public record LabelRow(String label, List<String> counts, String width) {}

  private List<LabelRow> labels(Labels labels) {
    List<LabelRow> rows = new ArrayList<>();
    int most =
        labels.frequent().stream().mapToInt(label -> of(label.samples(), "train")).max().orElse(0);
    for (Label label : labels.frequent()) {
      rows.add(row(label.label(), label.samples(), most));
    }
    LabelGroup others = labels.others();
    if (others.classes() > 0) {
      rows.add(row(Figures.count(others.classes()) + " others", others.samples(), 0));
    }
    return rows;
  }

  private LabelRow row(String label, Map<String, Integer> samples, int most) {
    double width = most == 0 ? 0 : 100.0 * of(samples, "train") / most;
    return new LabelRow(
        label,
        splits().stream().map(split -> Figures.count(of(samples, split))).toList(),
        String.format(Locale.ROOT, "%.1f", width));
  }

  private static int of(Map<String, Integer> counts, String split) {
    return counts.getOrDefault(split, 0);
  }
}
