package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.chart.RowChart;
import dev.braid.core.report.Example.Verdict;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The page about one run. */
public final class RunReport {

  private final RunFiles files;
  private final JsonNode measures;
  private final JsonNode baselines;
  private final String measure;
  private final long samples;

  private RunReport(RunFiles files) {
    this.files = files;
    measures = files.test().path("measures");
    baselines = files.test().path("baselines");
    measure = files.measure();
    samples = files.test().at("/details/samples").asLong();
  }

  /** The files of a report, and what a reader has to be told about them. */
  public record Written(Path page, Path card, @Nullable String note) {}

  /**
   * Writes {@code report.html} and {@code MODEL_CARD.md} and, for both to be made again without the
   * data, {@code examples.json}.
   *
   * @param again whether the examples are those that are there already
   */
  public static Written write(RunDirectory run, boolean again) throws IOException {
    if (!again || !Files.isRegularFile(run.path().resolve("examples.json"))) {
      Examples.keep(run);
    }
    RunFiles files = RunFiles.read(run);
    Path page = run.path().resolve("report.html");
    AtomicFiles.write(page, Pages.fill("run.ftlh", new RunReport(files).values()));
    ModelCard.Written card = ModelCard.write(files);
    return new Written(page, card.file(), card.note());
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", files.name());
    values.put("place", files.place());
    values.put("tiles", tiles());
    values.put("curves", new Curves(files.metrics(), measure).charts(majority()));
    values.put("epochs", epochs());
    values.put("thinned", files.metrics().size() > Curves.MOST_POINTS);
    values.put("results", results());
    values.put("measures", table());
    values.put("groups", groups());
    values.put("groupColumn", files.text("task.group", ""));
    JsonNode matrix = files.test().at("/details/confusion_matrix");
    if (matrix.isObject()) {
      values.put("confusion", ConfusionTable.of(matrix));
    }
    values.put("wrong", examples(Verdict.WRONG));
    values.put("right", examples(Verdict.RIGHT));
    values.put("examples", examples(Verdict.NONE));
    values.put("parts", parts());
    values.put("cost", CostRows.of(files.cost()));
    values.put("spec", files.spec());
    values.put("specHash", files.specHash());
    values.put("environment", Figures.flat(files.environment()));
    values.put("base", files.settings().path("base").asText(""));
    values.put("measure", measure);
    values.put("samples", samples);
    return values;
  }

  /**
   * At the end of a run, whose figures are safe already: a page that cannot be written does not
   * fail it, but is told of.
   */
  public static void finish(RunDirectory run, Consumer<String> notes) {
    try {
      String note = write(run, false).note();
      if (note != null) {
        notes.accept(note);
      }
    } catch (IOException | RuntimeException e) {
      notes.accept("there is no report: " + e);
    }
  }

  private @Nullable Double majority() {
    JsonNode majority = baselines.path("majority");
    return majority.isNumber() ? Double.valueOf(majority.asDouble()) : null;
  }

  /** Whether the measure is the share of samples that are right, as baselines are. */
  private boolean shared() {
    return measure.equals("accuracy") && measures.path(measure).isNumber();
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    JsonNode value = measures.path(measure);
    if (value.isNumber()) {
      String detail =
          shared() && samples > 0
              ? "95 % interval "
                  + Share.of(value.asDouble(), samples).interval()
                  + ", "
                  + Figures.count(samples)
                  + " samples"
              : "";
      tiles.add(new Tile(measure + " on test", Figures.measure(value.asDouble()), detail));
    }
    baseline()
        .ifPresent(
            best -> {
              String above =
                  shared() ? Figures.difference(value.asDouble() - best.value()) + " above it" : "";
              tiles.add(
                  new Tile(
                      "best baseline", Figures.measure(best.value()), join(best.name(), above)));
            });
    long parameters = files.parameters().values().stream().mapToLong(Long::longValue).sum();
    if (parameters > 0) {
      tiles.add(new Tile("parameters", Figures.compact(parameters), Figures.count(parameters)));
    }
    if (!files.state().isMissingNode()) {
      tiles.add(
          new Tile(
              "chosen checkpoint",
              "epoch " + files.state().path("epoch").asText(),
              "of %s, step %s; best %s on validation"
                  .formatted(
                      files.text("training.epochs", "?"),
                      Figures.count(files.state().path("step").asLong()),
                      measure)));
    }
    return tiles;
  }

  private static String join(String first, String second) {
    return second.isEmpty() ? first : first + "; " + second;
  }

  private record Baseline(String name, double value) {}

  private Optional<Baseline> baseline() {
    return baselines.properties().stream()
        .filter(field -> field.getValue().isNumber())
        .map(field -> new Baseline(field.getKey(), field.getValue().asDouble()))
        .max(Comparator.comparingDouble(Baseline::value));
  }

  /** The curves as a table, for those who cannot see them. */
  private List<List<String>> epochs() {
    Set<String> keys = new LinkedHashSet<>(List.of("epoch", "step", "train_loss"));
    keys.addAll(List.of("validation_loss", "validation_" + measure, "learning_rate"));
    keys.removeIf(key -> files.metrics().stream().noneMatch(line -> line.path(key).isNumber()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.copyOf(keys));
    for (JsonNode line : Curves.thinned(files.metrics())) {
      List<String> row = new ArrayList<>();
      for (String key : keys) {
        JsonNode value = line.path(key);
        row.add(
            !value.isNumber()
                ? Figures.NONE
                : value.isIntegralNumber()
                    ? Figures.count(value.asLong())
                    : key.equals("learning_rate")
                        ? Figures.compact(value.asDouble())
                        : Figures.measure(value.asDouble()));
      }
      rows.add(row);
    }
    return rows;
  }

  /** The model's accuracy beside what is right without a model. */
  private @Nullable Strips results() {
    if (!shared()) {
      return null;
    }
    List<Strips.Item> items = new ArrayList<>();
    items.add(share("this model", "model", measures.path(measure).asDouble(), samples));
    for (Map.Entry<String, JsonNode> field : baselines.properties()) {
      if (field.getValue().isNumber()) {
        items.add(share(field.getKey(), "baseline", field.getValue().asDouble(), samples));
      }
    }
    return Strips.shares(items, List.of());
  }

  private static Strips.Item share(String label, String style, double value, long samples) {
    Share share = samples > 0 ? Share.of(value, samples) : new Share(value, value, value);
    String title =
        "%s: %s, 95 %% interval %s".formatted(label, Figures.measure(value), share.interval());
    return new Strips.Item(
        label,
        style,
        new RowChart.Strip(value, share.low(), share.high(), List.of(), title, true),
        List.of(Figures.measure(value), Figures.count(samples)));
  }

  private @Nullable Strips groups() {
    List<Strips.Item> items = new ArrayList<>();
    for (Groups.Group group : Groups.of(files.test().at("/details/groups")).shown()) {
      items.add(share(group.name(), "model", group.accuracy(), group.samples()));
    }
    Double all = shared() ? measures.path(measure).asDouble() : null;
    return items.isEmpty()
        ? null
        : Strips.shares(
            items,
            all == null
                ? List.of()
                : List.of(new RowChart.Level("all: " + Figures.measure(all), all)));
  }

  /** Every measure on both splits; those of groups have a section of their own. */
  private List<List<String>> table() {
    JsonNode validation = files.test().path("validation");
    List<List<String>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : measures.properties()) {
      if (field.getKey().indexOf('.') < 0) {
        List<String> row = new ArrayList<>();
        row.add(field.getKey());
        row.add(Figures.measure(field.getKey(), field.getValue()));
        if (validation.isObject()) {
          row.add(Figures.measure(field.getKey(), validation.path(field.getKey())));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private List<Example> examples(Verdict verdict) {
    return files.examples().stream().filter(example -> example.verdict() == verdict).toList();
  }

  private List<List<String>> parts() {
    Map<String, Long> parameters = files.parameters();
    long all = parameters.values().stream().mapToLong(Long::longValue).sum();
    List<List<String>> rows = new ArrayList<>();
    parameters.forEach(
        (part, count) ->
            rows.add(List.of(part, Figures.count(count), Figures.percent((double) count / all))));
    if (!rows.isEmpty()) {
      rows.add(List.of("total", Figures.count(all), ""));
    }
    return rows;
  }
}
