package dev.braid.core.spec;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plain scalars by the core schema of YAML 1.2, and how values are named in messages. */
final class Scalars {

  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private static final int SHOWN = 80;

  private Scalars() {}

  /** A String, Long, Double, Boolean or null. */
  static @Nullable Object resolve(String text) {
    switch (text) {
      case "", "~", "null", "Null", "NULL":
        return null;
      case "true", "True", "TRUE":
        return true;
      case "false", "False", "FALSE":
        return false;
      default:
        break;
    }
    if (INTEGER.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        return Double.parseDouble(text);
      }
    }
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> text;
    };
  }

  /** {@code the text 'four'}, {@code 3.5}, {@code a list}. */
  static String name(Node node) {
    if (node instanceof Node.ListNode) {
      return "a list";
    }
    if (node instanceof Node.MapNode) {
      return "a mapping";
    }
    Node.ScalarNode scalar = (Node.ScalarNode) node;
    if (scalar.value() == null) {
      return "null";
    }
    return scalar.value() instanceof String text
        ? "the text '" + shown(text) + "'"
        : shown(scalar.text());
  }

  /** A text within a message: in one line and not endless. */
  static String shown(String text) {
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return start.replaceAll("\\p{Cntrl}+", " ");
  }
}
