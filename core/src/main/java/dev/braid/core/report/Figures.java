package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers as pages write them; a value that is not known is a dash. */
final class Figures {

  static final String NONE = "–";

  private Figures() {}

  /** A measure with four decimals. */
  static String measure(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : NONE;
  }

  /** A measure of a table, whose counts are whole numbers. */
  static String measure(String name, JsonNode value) {
    if (!value.isNumber()) {
      return NONE;
    }
    return name.startsWith("unseen_") || name.equals("samples")
        ? count(value.asLong())
        : measure(value.asDouble());
  }

  /** With a sign, as differences have it. */
  static String difference(double value) {
    return String.format(Locale.ROOT, "%+.4f", value).replace('-', '−');
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Three digits, with letters for thousands and more. */
  static String compact(double value) {
    return Scale.compact(value);
  }

  /** Milliseconds or MiB: three digits. */
  static String size(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The values of an object and of the objects in it, keys joined by dots. */
  static List<Row> flat(JsonNode node) {
    List<Row> rows = new ArrayList<>();
    flat("", node, rows);
    return rows;
  }

  private static void flat(String prefix, JsonNode node, List<Row> rows) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        flat(key + ".", value, rows);
      } else {
        rows.add(new Row(key, value.isArray() ? value.toString() : value.asText()));
      }
    }
  }

  /** A name with what is known of it. */
  public record Row(String name, String value) {}
}
