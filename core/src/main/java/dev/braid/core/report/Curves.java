package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.chart.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The curves of a run: loss, measures on the validation split and learning rate. */
final class Curves {

  private static final String VALIDATION = "validation_";
  private static final int MOST_SERIES = 6;

  /** More would not be told apart on a chart, but make the page slow. */
  static final int MOST_POINTS = 300;

  private final List<JsonNode> lines;
  private final String measure;
  private final String x;

  /**
   * Of the lines of {@code metrics.jsonl}.
   *
   * @param measure that chose the checkpoint
   */
  Curves(List<JsonNode> lines, String measure) {
    this.lines = lines;
    this.measure = measure;
    long epochs = lines.stream().map(line -> line.path("epoch")).distinct().count();
    x = epochs == lines.size() ? "epoch" : "step";
  }

  /** Those that have points. */
  List<LineChart> charts(@Nullable Double majority) {
    List<LineChart> charts = new ArrayList<>();
    add(charts, "Loss", series("train_loss", "train", VALIDATION + "loss", "validation"));
    List<LineChart.Level> levels =
        majority != null && measure.equals("accuracy")
            ? List.of(new LineChart.Level("majority answer", majority))
            : List.of();
    add(charts, measure + ", validation", series(VALIDATION + measure, "validation"), levels);
    add(charts, "Further measures, validation", others());
    add(charts, measure + " by group, validation", groups());
    add(charts, "Learning rate", series("learning_rate", "learning rate"));
    return charts;
  }

  private void add(List<LineChart> charts, String title, List<LineChart.Series> series) {
    add(charts, title, series, List.of());
  }

  private void add(
      List<LineChart> charts,
      String title,
      List<LineChart.Series> series,
      List<LineChart.Level> levels) {
    if (!series.isEmpty()) {
      charts.add(new LineChart(title, x, series, levels, chosen()));
    }
  }

  /** The last line that was the best so far. */
  private @Nullable Long chosen() {
    Long chosen = null;
    for (JsonNode line : lines) {
      if (line.path("best").asBoolean()) {
        chosen = line.path(x).asLong();
      }
    }
    return chosen;
  }

  /** Pairs of a key and the name of its curve; a key without numbers has no curve. */
  private List<LineChart.Series> series(String... keysAndNames) {
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < keysAndNames.length; i += 2) {
      names.put(keysAndNames[i], keysAndNames[i + 1]);
    }
    return series(names);
  }

  private List<LineChart.Series> series(Map<String, String> names) {
    List<LineChart.Series> series = new ArrayList<>();
    names.forEach(
        (key, name) -> {
          List<LineChart.Point> points = new ArrayList<>();
          for (JsonNode line : lines) {
            JsonNode value = line.path(key);
            if (value.isNumber() && Double.isFinite(value.asDouble())) {
              points.add(new LineChart.Point(line.path(x).asLong(), value.asDouble()));
            }
          }
          if (!points.isEmpty() && series.size() < MOST_SERIES) {
            series.add(new LineChart.Series(name, thinned(points)));
          }
        });
    return series;
  }

  /** At most {@link #MOST_POINTS} of them, evenly, the first and the last among them. */
  static <T> List<T> thinned(List<T> all) {
    if (all.size() <= MOST_POINTS) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (MOST_POINTS - 1))));
    }
    return some;
  }

  /** Shares that differ from the chosen measure; counts would not fit on their axis. */
  private List<LineChart.Series> others() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String key : keys()) {
      String name = key.substring(VALIDATION.length());
      boolean share = lines.stream().allMatch(line -> Math.abs(line.path(key).asDouble()) <= 1);
      boolean repeated = name.endsWith("_micro") || name.endsWith("_weighted");
      if (share
          && !repeated
          && name.indexOf('.') < 0
          && !Set.of(measure, "loss").contains(name)
          && !name.startsWith("unseen_")) {
        names.put(key, name);
      }
    }
    return series(names);
  }

  private List<LineChart.Series> groups() {
    String prefix = VALIDATION + measure + ".";
    Map<String, String> names = new LinkedHashMap<>();
    for (String key : keys()) {
      if (key.startsWith(prefix)) {
        names.put(key, key.substring(prefix.length()));
      }
    }
    return names.size() > MOST_SERIES ? List.of() : series(names);
  }

  private Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    for (JsonNode line : lines) {
      line.fieldNames().forEachRemaining(keys::add);
    }
    keys.removeIf(key -> !key.startsWith(VALIDATION));
    return keys;
  }
}
