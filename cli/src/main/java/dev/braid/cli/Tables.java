package dev.braid.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays figures out in lines. */
final class Tables {

  private Tables() {}

  /** One measure a line, counts without decimals. */
  static List<String> measures(Map<String, Double> measures) {
    List<String> lines = new ArrayList<>();
    measures.forEach(
        (name, value) -> {
          boolean count = name.startsWith("unseen") || name.equals("samples");
          lines.add(
              count
                  ? "  %-22s %,.0f".formatted(name, value)
                  : "  %-22s %.4f".formatted(name, value));
        });
    return lines;
  }

  /** How many there are. */
  static String samples(List<?> samples) {
    return "%,d %s".formatted(samples.size(), samples.size() == 1 ? "sample" : "samples");
  }

  /** Columns padded to their widest cell, two spaces between them. */
  static List<String> columns(List<List<String>> rows) {
    return columns(rows, Integer.MAX_VALUE);
  }

  /** The same with figures, which stand flush right, from one column on. */
  static List<String> columns(List<List<String>> rows, int figures) {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append(i < figures ? row.get(i) + space : space + row.get(i)).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
