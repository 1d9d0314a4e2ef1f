package dev.braid.core.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The leaderboard for people and for spreadsheets. */
public final class LeaderboardText {

  private static final String NONE = "–";

  private final Leaderboard board;

  /** Of a leaderboard. */
  public LeaderboardText(Leaderboard board) {
    this.board = board;
  }

  /** A table, what its columns mean, the errors, and where the runs are. */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "#",
            "variant",
            "validation",
            "test",
            "to the best",
            "seeds",
            "parameters",
            "MMACs",
            "train ms",
            "infer ms",
            "MiB"));
    boolean baseline = false;
    for (Leaderboard.Row row : board.rows()) {
      if (!baseline && row.kind() != Leaderboard.Kind.VARIANT) {
        baseline = true;
        rows.add(List.of("", "baselines:", "", "", "", "", "", "", "", "", ""));
      }
      rows.add(cells(row));
    }
    StringBuilder out = new StringBuilder();
    out.append(
        format(
            "%s: %s over seeds %s%n%n",
            board.name(),
            board.measure(),
            board.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    aligned(rows).forEach(line -> out.append(line).append(System.lineSeparator()));
    out.append(System.lineSeparator());
    for (String line : legend()) {
      out.append(line).append(System.lineSeparator());
    }
    board.notes().forEach(note -> out.append("note: ").append(note).append(System.lineSeparator()));
    if (!board.complete()) {
      out.append("not complete: some trials have not come to their end")
          .append(System.lineSeparator());
    }
    errors(out);
    out.append(System.lineSeparator()).append("runs:").append(System.lineSeparator());
    for (Leaderboard.Row row : board.rows()) {
      if (!row.trials().isEmpty()) {
        out.append(format("  %s: %s%n", row.label(), runs(row)));
        String changes = changes(row);
        if (!changes.isEmpty() && !changes.equals(row.label())) {
          out.append(format("    %s%n", changes));
        }
      }
    }
    return out.toString();
  }

  private List<String> legend() {
    return List.of(
        "validation, test: mean ± standard deviation over seeds. Ranked by validation; test is only"
            + " shown.",
        format(
            "to the best: difference on test to rank 1, with a paired bootstrap interval of %.0f %%"
                + " over seeds and test samples.",
            100 * board.interval().level()),
        "MMACs: million multiply-accumulates of a forward pass per sample. ms: per sample, median."
            + " MiB: peak memory of a trial.");
  }

  private void errors(StringBuilder out) {
    for (Leaderboard.Row row : board.rows()) {
      if (row.error() != null) {
        out.append(format("%s failed: %s%n", row.label(), row.error()));
      }
    }
  }

  /** All that differs from the spec, of which a label may be a part. */
  private static String changes(Leaderboard.Row row) {
    return String.join(" ", row.changes());
  }

  private static String runs(Leaderboard.Row row) {
    return row.trials().stream()
        .map(Leaderboard.Seeded::run)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  private static List<String> cells(Leaderboard.Row row) {
    String label = row.label();
    if (row.epochs() != null) {
      label += format(" (epochs: %d)", row.epochs());
    }
    if (row.error() != null && row.validation() == null) {
      label += " (failed)";
    }
    String seeds =
        row.trials().isEmpty() ? NONE : format("%d/%d", row.finished(), row.trials().size());
    return List.of(
        row.rank() == null ? "" : Integer.toString(row.rank()),
        label,
        summary(row.validation()),
        summary(row.test()),
        difference(row),
        seeds,
        row.parameters() == null ? NONE : format("%,d", row.parameters()),
        row.macsPerSample() == null ? NONE : format("%,.3f", row.macsPerSample() / 1e6),
        row.trainMsPerSample() == null ? NONE : format("%.3f", row.trainMsPerSample()),
        row.inferenceMsPerSample() == null ? NONE : format("%.3f", row.inferenceMsPerSample()),
        row.peakMemoryMib() == null ? NONE : format("%,.0f", row.peakMemoryMib()));
  }

  private static String summary(@Nullable Summary summary) {
    if (summary == null) {
      return NONE;
    }
    return summary.deviation() == null
        ? format("%.4f", summary.mean())
        : format("%.4f ± %.4f", summary.mean(), summary.deviation());
  }

  private static String difference(Leaderboard.Row row) {
    Leaderboard.Difference difference = row.difference();
    if (difference == null) {
      return row.rank() != null && row.rank() == 1 ? "best" : NONE;
    }
    return difference.low() == null || difference.high() == null
        ? format("%+.4f [%s]", difference.mean(), NONE)
        : format("%+.4f [%+.4f, %+.4f]", difference.mean(), difference.low(), difference.high());
  }

  private static String format(String pattern, @Nullable Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append(i < 2 ? row.get(i) + space : space + row.get(i)).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** One line per row with full figures; empty cells where there is none (RFC 4180). */
  public String csv() {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "rank",
        "kind",
        "variant",
        "seeds",
        "seeds_finished",
        "validation_mean",
        "validation_deviation",
        "test_mean",
        "test_deviation",
        "difference",
        "difference_low",
        "difference_high",
        "parameters",
        "macs_per_sample",
        "train_ms_per_sample",
        "inference_ms_per_sample",
        "peak_memory_mib",
        "epochs",
        "runs",
        "error",
        "changes");
    for (Leaderboard.Row row : board.rows()) {
      Summary validation = row.validation();
      Summary test = row.test();
      Leaderboard.Difference difference = row.difference();
      line(
          out,
          row.rank(),
          row.kind().label(),
          row.label(),
          board.seeds().stream().map(String::valueOf).collect(Collectors.joining(" ")),
          row.finished(),
          validation == null ? null : validation.mean(),
          validation == null ? null : validation.deviation(),
          test == null ? null : test.mean(),
          test == null ? null : test.deviation(),
          difference == null ? null : difference.mean(),
          difference == null ? null : difference.low(),
          difference == null ? null : difference.high(),
          row.parameters(),
          row.macsPerSample(),
          row.trainMsPerSample(),
          row.inferenceMsPerSample(),
          row.peakMemoryMib(),
          row.epochs(),
          runs(row),
          row.error(),
          changes(row));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, @Nullable Object... cells) {
    for (int i = 0; i < cells.length; i++) {
      String text = cells[i] == null ? "" : String.valueOf(cells[i]);
      boolean quoted = text.matches("(?s).*[\",\r\n].*");
      out.append(i == 0 ? "" : ",").append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }
    out.append("\r\n");
  }
}
