package dev.braid.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays figures out in lines. */
final class Tables {

  private Tables() {}

  /** One measure a line, counts without decimals. */
  static List<String> measures(Map<String, Double> measures) {
    int longest = measures.keySet().stream().mapToInt(String::length).max().orElse(0);
    String format = "  %-" + Math.max(22, longest) + "s %s";
    List<String> lines = new ArrayList<>();
    measures.forEach((name, value) -> lines.add(format.formatted(name, figure(name, value))));
    return lines;
  }

  private static String figure(String name, double value) {
    boolean count = name.startsWith("unseen") || name.equals("samples");
    return (count ? "%,.0f" : "%.4f").formatted(value);
  }

  /** The cells of one measure in several measurements: its name, then its figures. */
  static List<String> row(String name, List<Map<String, Double>> measurements) {
    List<String> row = new ArrayList<>();
    row.add("  " + name);
    for (Map<String, Double> measures : measurements) {
      Double value = measures.get(name);
      row.add(value == null ? "" : figure(name, value));
    }
    return row;
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
