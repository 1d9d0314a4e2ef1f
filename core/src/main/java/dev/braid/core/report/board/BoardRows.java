package dev.braid.core.report.board;

import dev.braid.core.compare.Leaderboard;
import dev.braid.core.compare.Leaderboard.Difference;
import dev.braid.core.compare.Leaderboard.Kind;
import dev.braid.core.compare.Leaderboard.Row;
import dev.braid.core.compare.Leaderboard.Seeded;
import dev.braid.core.compare.Leaderboard.Status;
import dev.braid.core.compare.Summary;
import dev.braid.core.report.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows of a leaderboard as a page writes them. */
public final class BoardRows {

  private final Path folder;
  private final Leaderboard board;
  private final String prefix;

  /**
   * Of a leaderboard.
   *
   * @param folder of the comparison, below which the reports of its runs are looked for
   */
  BoardRows(Path folder, Leaderboard board) {
    this.folder = folder;
    this.board = board;
    prefix = prefix(board);
  }

  /**
   * A row.
   *
   * @param interval of the difference, or empty
   * @param cells figures from validation to memory
   * @param error why it or some of its seeds have no result, or how far it came; or null
   */
  public record Line(
      String rank,
      String label,
      List<String> changes,
      String interval,
      List<String> cells,
      List<Link> seeds,
      @Nullable String error) {}

  /** A seed, with the report of its run where there is one. */
  public record Link(String seed, @Nullable String report, boolean failed) {}

  /** The rows of some kind, in the order of the leaderboard. */
  List<Line> of(Predicate<Row> which) {
    return board.rows().stream().filter(which).map(this::line).toList();
  }

  private Line line(Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(summary(row.validation()));
    cells.add(summary(row.test()));
    Difference difference = row.difference();
    cells.add(difference == null ? Figures.NONE : Figures.difference(difference.mean()));
    cells.add(row.parameters() == null ? Figures.NONE : Figures.count(row.parameters()));
    cells.add(cell(row.macsPerSample(), Figures::compact));
    cells.add(cell(row.trainMsPerSample(), Figures::size));
    cells.add(cell(row.inferenceMsPerSample(), Figures::size));
    cells.add(cell(row.peakMemoryMib(), Figures::size));
    return new Line(
        row.rank() == null ? "" : row.rank().toString(),
        name(row),
        row.changes(),
        difference == null ? "" : interval(difference),
        cells,
        row.trials().stream().map(this::link).toList(),
        error(row));
  }

  private static String cell(@Nullable Double value, DoubleFunction<String> format) {
    return value == null ? Figures.NONE : format.apply(value);
  }

  private static @Nullable String error(Row row) {
    return row.error() == null && row.epochs() != null ? "epochs: " + row.epochs() : row.error();
  }

  private Link link(Seeded trial) {
    String report = trial.run() == null ? null : trial.run() + "/report.html";
    boolean there = report != null && Files.isRegularFile(folder.resolve(report));
    return new Link(
        Long.toString(trial.seed()), there ? report : null, trial.status() == Status.FAILED);
  }

  /** What a row is called: without the key, where no other key tells variants apart. */
  String name(Row row) {
    String label = row.label().isEmpty() ? row.id() : row.label();
    return label.substring(row.kind() == Kind.VARIANT ? prefix.length() : 0);
  }

  /** What the variants vary, where it is one key, such as {@code fusion}. */
  String head() {
    return prefix.isEmpty() ? "variant" : prefix.substring(0, prefix.length() - 1);
  }

  private static String prefix(Leaderboard board) {
    List<Row> variants = board.rows().stream().filter(row -> row.kind() == Kind.VARIANT).toList();
    String first = variants.isEmpty() ? "" : variants.get(0).label();
    String prefix = first.substring(0, first.indexOf('=') + 1);
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Row row : variants) {
      for (String change : row.changes()) {
        int split = change.indexOf('=');
        values
            .computeIfAbsent(change.substring(0, split + 1), key -> new LinkedHashSet<>())
            .add(change.substring(split + 1));
      }
    }
    values.values().removeIf(different -> values.size() > 1 && different.size() == 1);
    boolean all =
        values.keySet().equals(Set.of(prefix))
            && variants.stream().allMatch(row -> row.label().startsWith(prefix));
    return all ? prefix : "";
  }

  /** The mean, and the deviation where there are seeds enough. */
  static String summary(@Nullable Summary summary) {
    if (summary == null) {
      return Figures.NONE;
    }
    Double deviation = summary.deviation();
    String mean = Figures.measure(summary.mean());
    return deviation == null ? mean : mean + " ± " + Figures.measure(deviation);
  }

  /** A difference with its interval. */
  static String difference(Difference difference) {
    return (Figures.difference(difference.mean()) + " " + interval(difference)).strip();
  }

  private static String interval(Difference difference) {
    Double low = difference.low();
    Double high = difference.high();
    return low == null || high == null
        ? "[" + Figures.NONE + "]"
        : "[%s, %s]".formatted(Figures.difference(low), Figures.difference(high));
  }
}
