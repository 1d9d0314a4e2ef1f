package dev.braid.core.spec;

import java.util.List;
import java.util.Map;

/** Writes a tree as YAML that reads back as the same values. */
public final class SpecWriter {

  private static final int WIDEST = 60;

  private SpecWriter() {}

  /** The plain text. */
  public static String write(Node.MapNode root) {
    if (root.entries().isEmpty()) {
      return "{}\n"; // an empty file would not be a spec
    }
    StringBuilder out = new StringBuilder();
    map(root, 0, false, out);
    return out.toString();
  }

  /** With a comment behind each value that says where it came from. */
  public static String explain(Node.MapNode root) {
    StringBuilder out = new StringBuilder();
    map(root, 0, true, out);
    List<String> lines = out.toString().lines().toList();
    int width =
        lines.stream()
            .mapToInt(line -> line.indexOf('\t'))
            .filter(length -> length <= WIDEST)
            .max()
            .orElse(0);
    StringBuilder aligned = new StringBuilder();
    for (String line : lines) {
      int tab = line.indexOf('\t');
      aligned
          .append(
              tab < 0
                  ? line
                  : line.substring(0, tab)
                      + " ".repeat(Math.max(0, width - tab) + 2)
                      + "# "
                      + line.substring(tab + 1))
          .append('\n');
    }
    return aligned.toString();
  }

  private static void map(Node.MapNode map, int depth, boolean explain, StringBuilder out) {
    for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
      Node value = entry.getValue().value();
      out.append("  ".repeat(depth)).append(quote(entry.getKey())).append(':');
      if (value instanceof Node.MapNode inner && !inner.entries().isEmpty()) {
        out.append('\n');
        map(inner, depth + 1, explain, out);
      } else {
        out.append(' ').append(flow(value));
        if (explain) {
          out.append('\t').append(value.position());
        }
        out.append('\n');
      }
    }
  }

  /** A value in one line, as it stands behind a key. */
  public static String flow(Node node) {
    if (node instanceof Node.ListNode list) {
      return "[" + String.join(", ", list.items().stream().map(SpecWriter::flow).toList()) + "]";
    }
    if (node instanceof Node.MapNode map) {
      return "{"
          + String.join(
              ", ",
              map.entries().entrySet().stream()
                  .map(entry -> quote(entry.getKey()) + ": " + flow(entry.getValue().value()))
                  .toList())
          + "}";
    }
    Node.ScalarNode scalar = (Node.ScalarNode) node;
    Object value = scalar.value();
    if (value == null) {
      return "null";
    }
    if (value instanceof String text) {
      return quote(text);
    }
    // As it was written: where an option is a text, 0017 is not 17.
    return value.equals(Scalars.resolve(scalar.text())) ? scalar.text() : number(value);
  }

  private static String number(Object value) {
    if (value instanceof Double number && !Double.isFinite(number)) {
      return number.isNaN() ? ".nan" : number > 0 ? ".inf" : "-.inf";
    }
    return value.toString();
  }

  private static String quote(String text) {
    boolean plain =
        text.matches("[A-Za-z_/][A-Za-z0-9_./ -]*[A-Za-z0-9_/]|[A-Za-z_]")
            && text.equals(Scalars.resolve(text));
    if (plain) {
      return text;
    }
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(safe(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
    }
    return out.append('"').toString();
  }

  /** Neither unprintable nor a line break nor half a character. */
  private static boolean safe(char c) {
    boolean odd = c == '\u2028' || c == '\u2029' || c >= '\uFEFF' || Character.isSurrogate(c);
    return (c >= 32 && c < 127) || (c > 0xA0 && !odd);
  }
}
