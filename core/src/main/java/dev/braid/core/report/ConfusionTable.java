package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A confusion matrix that fits on a page: the most frequent answers in their given order, the rest
 * together.
 *
 * @param columns predicted answers
 * @param rows a true answer each
 * @param folded how many answers are in the rest; 0 where all are shown
 */
public record ConfusionTable(List<String> columns, List<Row> rows, int folded) {

  static final int MOST = 20;
  private static final String REST = "other";

  /** A true answer with the counts of what was predicted. */
  public record Row(String label, List<Cell> cells) {}

  /**
   * How often.
   *
   * @param text the count, empty for none
   * @param share of the row, a CSS number
   * @param strong whether its ground is dark
   * @param right whether both answers are the same
   * @param title all of it in words
   */
  public record Cell(String text, String share, boolean strong, boolean right, String title) {}

  /** Of {@code details.confusion_matrix} of a test.json. */
  static ConfusionTable of(JsonNode matrix) {
    List<String> labels = texts(matrix.path("labels"));
    List<long[]> counts = new ArrayList<>();
    matrix.path("rows").forEach(row -> counts.add(numbers(row)));
    int[] kept = kept(counts, labels.size());
    int rest = labels.size() - kept.length;
    int before = matrix.path("others").asInt();
    List<String> columns = new ArrayList<>();
    for (int c : kept) {
      columns.add(labels.get(c));
    }
    if (rest > 0) {
      columns.add(REST);
    }
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < kept.length; r++) {
      rows.add(row(columns.get(r), fold(counts.get(kept[r]), kept), columns, r));
    }
    if (rest > 0) {
      long[] others = new long[labels.size()];
      for (int c = 0; c < labels.size(); c++) {
        int one = c;
        if (IntStream.of(kept).noneMatch(k -> k == one)) {
          add(others, counts.get(c));
        }
      }
      rows.add(row(REST, fold(others, kept), columns, -1));
    }
    if (matrix.has("unseen_row")) {
      rows.add(row("not in training", fold(numbers(matrix.path("unseen_row")), kept), columns, -1));
    }
    return new ConfusionTable(columns, rows, before > 0 ? before : rest);
  }

  private static int[] kept(List<long[]> counts, int size) {
    if (size <= MOST + 1) { // one answer alone needs no rest
      return IntStream.range(0, size).toArray();
    }
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingLong((Integer c) -> -Arrays.stream(counts.get(c)).sum()))
        .limit(MOST)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private static long[] fold(long[] row, int[] kept) {
    if (kept.length == row.length) {
      return row;
    }
    long[] folded = new long[kept.length + 1];
    folded[kept.length] = Arrays.stream(row).sum();
    for (int i = 0; i < kept.length; i++) {
      folded[i] = row[kept[i]];
      folded[kept.length] -= row[kept[i]];
    }
    return folded;
  }

  private static Row row(String label, long[] counts, List<String> columns, int diagonal) {
    long sum = Arrays.stream(counts).sum();
    List<Cell> cells = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      double share = sum == 0 ? 0 : (double) counts[c] / sum;
      cells.add(
          new Cell(
              counts[c] == 0 ? "" : Figures.count(counts[c]),
              String.format(Locale.ROOT, "%.3f", share),
              share > 0.55,
              c == diagonal,
              "%s taken for %s: %s (%s)"
                  .formatted(
                      label, columns.get(c), Figures.count(counts[c]), Figures.percent(share))));
    }
    return new Row(label, cells);
  }

  private static void add(long[] sum, long[] row) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += row[c];
    }
  }

  private static List<String> texts(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static long[] numbers(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
