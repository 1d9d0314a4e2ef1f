package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.core.chart.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers as pages write them; a value that is not known is a dash. */
public final class Figures {

  /** What is not known. */
  public static final String NONE = "–";

  private Figures() {}

  /** A measure with four decimals. */
  public static String measure(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : NONE;
  }

  /** A measure of a table, whose counts are whole numbers. */
  public static String measure(String name, JsonNode value) {
    if (!value.isNumber()) {
      return NONE;
    }
    return name.startsWith("unseen_") || name.equals("samples")
        ? count(value.asLong())
        : measure(value.asDouble());
  }

  /** With a sign, as differences have it. */
  public static String difference(double value) {
    return String.format(Locale.ROOT, "%+.4f", value).replace('-', '−');
  }

  /** A whole number with separators. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A share in percent. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Three digits, with letters for thousands and more. */
  public static String compact(double value) {
    return Scale.compact(value);
  }

  /** Milliseconds or MiB: three digits. */
  public static String size(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Where a folder lies, as its last three names: {@code runs/NAME/1}. */
  public static String place(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    int names = path.getNameCount();
    return path.subpath(Math.max(0, names - 3), names).toString().replace('\\', '/');
  }

  /** The values of an object and of the objects in it, keys joined by dots. */
  public static List<Row> flat(JsonNode node) {
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
