package dev.braid.core.report.board;

import dev.braid.core.chart.RowChart;
import dev.braid.core.chart.ScatterChart;
import dev.braid.core.compare.Leaderboard;
import dev.braid.core.compare.Leaderboard.Kind;
import dev.braid.core.compare.Leaderboard.Row;
import dev.braid.core.compare.Leaderboard.Seeded;
import dev.braid.core.compare.Leaderboard.Status;
import dev.braid.core.compare.Summary;
import dev.braid.core.report.Figures;
import dev.braid.core.report.Pages;
import dev.braid.core.report.Strips;
import dev.braid.core.report.Tile;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The page about a comparison, from its {@code leaderboard.json}. */
public final class ComparisonReport {

  /** So many rows of a table or chart are open; a table has the others folded. */
  private static final int OPEN = 60;

  private final Path folder;
  private final Leaderboard board;
  private final BoardRows rows;
  private final boolean tested;

  private ComparisonReport(Path folder, Leaderboard board) {
    this.folder = folder;
    this.board = board;
    tested = board.rows().stream().anyMatch(row -> row.test() != null);
    rows = new BoardRows(folder, board);
  }

  /** Whether a folder is that of a comparison. */
  public static boolean in(Path folder) {
    return Files.isRegularFile(folder.resolve("leaderboard.json"));
  }

  /** Writes {@code report.html}; reports of the runs are linked where they are. */
  public static Path write(Path folder) throws IOException {
    Leaderboard board = Leaderboard.read(folder.resolve("leaderboard.json"));
    Path page = folder.resolve("report.html");
    AtomicFiles.write(
        page, Pages.fill("comparison.ftlh", new ComparisonReport(folder, board).values()));
    return page;
  }

  /**
   * After a comparison, whose figures are safe already: a page that cannot be written does not fail
   * it, but is told of.
   */
  public static void finish(Path folder, Consumer<String> notes) {
    try {
      notes.accept("report: " + write(folder));
    } catch (IOException | RuntimeException e) {
      notes.accept("there is no report: " + e);
    }
  }

  private Map<String, Object> values() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", board.name());
    values.put("place", Figures.place(folder));
    values.put("complete", board.complete());
    values.put("measure", board.measure());
    values.put("split", tested ? "test" : "validation");
    values.put("level", Math.round(100 * board.interval().level()));
    values.put("replicates", Figures.count(board.interval().replicates()));
    values.put("seeds", board.seeds().stream().map(String::valueOf).toList());
    values.put("head", rows.head());
    values.put("open", OPEN);
    values.put("tiles", tiles());
    values.put("variants", rows.of(row -> row.kind() == Kind.VARIANT));
    values.put("baselines", rows.of(row -> row.kind() != Kind.VARIANT));
    values.put("perSeed", perSeed());
    values.put("differences", differences());
    values.put("costs", costs());
    values.put("failures", failures());
    values.put("notes", board.notes());
    values.put("sweep", text(folder.resolve("sweep.yaml")));
    values.put("spec", text(folder.resolve("spec.yaml")));
    return values;
  }

  private static String text(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.readString(file) : "";
  }

  private @Nullable Summary quality(Row row) {
    return tested ? row.test() : row.validation();
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    board.rows().stream()
        .filter(row -> Objects.equals(row.rank(), 1) && quality(row) != null)
        .findFirst()
        .ifPresent(row -> tiles.add(tile("best on validation", row)));
    board.rows().stream()
        .filter(row -> row.kind() != Kind.VARIANT && quality(row) != null)
        .max((a, b) -> Double.compare(better(a), better(b)))
        .ifPresent(row -> tiles.add(tile("best baseline", row)));
    long variants = board.rows().stream().filter(row -> row.kind() == Kind.VARIANT).count();
    int seeds = board.seeds().size();
    long failed = failures().size();
    tiles.add(
        new Tile(
            "variants",
            Figures.count(variants),
            seeds
                + (seeds == 1 ? " seed each" : " seeds each")
                + (failed == 0
                    ? ""
                    : "; " + failed + (failed == 1 ? " trial" : " trials") + " failed")));
    return tiles;
  }

  private Tile tile(String name, Row row) {
    String words =
        "%s, %s on %s"
            .formatted(
                BoardRows.summary(quality(row)), board.measure(), tested ? "test" : "validation");
    return new Tile(name, rows.name(row), words);
  }

  /** A mean of which more is better. */
  private double better(Row row) {
    double mean = Objects.requireNonNull(quality(row)).mean();
    return board.higherIsBetter() ? mean : -mean;
  }

  /**
   * Mean, deviation and each seed of every variant that has them. Baselines are in the table: far
   * below, they would press the variants together.
   */
  private @Nullable Strips perSeed() {
    List<Strips.Item> items = new ArrayList<>();
    for (Row row : charted()) {
      Summary summary = quality(row);
      if (summary != null) {
        Double deviation = summary.deviation();
        List<RowChart.Dot> dots = new ArrayList<>();
        for (Seeded trial : row.trials()) {
          Double value = tested ? trial.test() : trial.validation();
          if (value != null) {
            dots.add(
                new RowChart.Dot(value, "seed " + trial.seed() + ": " + Figures.measure(value)));
          }
        }
        items.add(
            new Strips.Item(
                rows.name(row),
                style(row),
                new RowChart.Strip(
                    summary.mean(),
                    deviation == null ? null : Double.valueOf(summary.mean() - deviation),
                    deviation == null ? null : Double.valueOf(summary.mean() + deviation),
                    dots,
                    rows.name(row) + ": " + BoardRows.summary(summary),
                    false),
                List.of(BoardRows.summary(summary))));
      }
    }
    return items.isEmpty() ? null : Strips.spanning(items, List.of());
  }

  /** The variants that charts of a strip for each have room for, the best first. */
  private List<Row> charted() {
    return board.rows().stream().filter(row -> row.kind() == Kind.VARIANT).limit(OPEN).toList();
  }

  private static String style(Row row) {
    return Objects.equals(row.rank(), 1) ? "model" : "variant";
  }

  private @Nullable Strips differences() {
    List<Strips.Item> items = new ArrayList<>();
    for (Row row : charted()) {
      Leaderboard.Difference difference = row.difference();
      if (difference != null) {
        String words = BoardRows.difference(difference);
        items.add(
            new Strips.Item(
                rows.name(row),
                style(row),
                new RowChart.Strip(
                    difference.mean(),
                    difference.low(),
                    difference.high(),
                    List.of(),
                    rows.name(row) + ": " + words,
                    false),
                List.of(words)));
      }
    }
    return items.isEmpty()
        ? null
        : Strips.spanning(items, List.of(new RowChart.Level("no difference", 0)));
  }

  /** Quality over each cost that at least two variants have. */
  private List<ScatterChart> costs() {
    Map<String, Function<Row, @Nullable Double>> costs = new LinkedHashMap<>();
    costs.put("training, ms per sample", Row::trainMsPerSample);
    costs.put("inference, ms per sample", Row::inferenceMsPerSample);
    costs.put(
        "parameters", row -> row.parameters() == null ? null : Double.valueOf(row.parameters()));
    List<ScatterChart> charts = new ArrayList<>();
    costs.forEach(
        (name, cost) -> {
          List<ScatterChart.Point> points = new ArrayList<>();
          for (Row row : board.rows()) {
            Double x = cost.apply(row);
            Summary y = quality(row);
            if (row.kind() == Kind.VARIANT && x != null && y != null) {
              double half = y.deviation() == null ? 0 : y.deviation();
              points.add(
                  new ScatterChart.Point(
                      rows.name(row),
                      x,
                      y.mean(),
                      y.mean() - half,
                      y.mean() + half,
                      "%s: %s, %s %s"
                          .formatted(
                              rows.name(row), BoardRows.summary(y), Figures.compact(x), name)));
            }
          }
          if (points.size() > 1) {
            String quality = board.measure() + " on " + (tested ? "test" : "validation");
            charts.add(
                new ScatterChart(
                    quality + " over " + name, name, quality, board.higherIsBetter(), points));
          }
        });
    return charts;
  }

  /** A trial that has no result. */
  public record Failure(String label, long seed, @Nullable String log, String error) {}

  private List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    for (Row row : board.rows()) {
      for (Seeded trial : row.trials()) {
        if (trial.status() == Status.FAILED) {
          String error = trial.error();
          failures.add(
              new Failure(
                  rows.name(row),
                  trial.seed(),
                  trial.run(),
                  error == null ? "it ended without a reason" : error));
        }
      }
    }
    return failures;
  }
}
