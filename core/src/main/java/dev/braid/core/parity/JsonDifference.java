package dev.braid.core.parity;

import dev.braid.core.spec.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the result of a measure is from that in a file. What only the result has is no matter.
 */
final class JsonDifference {

  private final Tolerance tolerance;

  JsonDifference(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** Compares a whole result. */
  Difference between(Object actual, Node expected) {
    return between("", actual, expected);
  }

  private Difference between(String path, @Nullable Object actual, Node expected) {
    Difference all = Difference.NONE;
    if (expected instanceof Node.MapNode map && actual instanceof Map<?, ?> values) {
      for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
        String name = entry.getKey();
        String place = path.isEmpty() ? name : path + "." + name;
        all = all.and(between(place, values.get(name), entry.getValue().value()));
      }
      return all;
    }
    if (expected instanceof Node.ListNode list && actual instanceof List<?> values) {
      if (values.size() != list.items().size()) {
        return other(path, values.size() + " values long", list.items().size() + " long");
      }
      for (int i = 0; i < values.size(); i++) {
        all = all.and(between(path + "[" + i + "]", values.get(i), list.items().get(i)));
      }
      return all;
    }
    if (expected instanceof Node.ScalarNode scalar) {
      return scalar(path, actual, scalar);
    }
    return other(path, words(actual), expected instanceof Node.MapNode ? "a mapping" : "a list");
  }

  private Difference scalar(String path, @Nullable Object actual, Node.ScalarNode expected) {
    if (expected.value() instanceof Number wanted && actual instanceof Number given) {
      double size = Math.abs(given.doubleValue() - wanted.doubleValue());
      return tolerance.holds(given.doubleValue(), wanted.doubleValue())
          ? new Difference(size, 0, null)
          : new Difference(size, 1, sentence(path, words(actual), expected.text()));
    }
    return expected.value() instanceof String text && text.equals(actual)
        ? Difference.NONE
        : other(path, words(actual), "'" + expected.text() + "'");
  }

  private static Difference other(String path, String actual, String expected) {
    return new Difference(Double.NaN, 1, sentence(path, actual, expected));
  }

  private static String sentence(String path, String actual, String expected) {
    return "%s is %s, in the file %s".formatted(path.isEmpty() ? "it" : path, actual, expected);
  }

  private static String words(@Nullable Object actual) {
    if (actual instanceof Map<?, ?>) {
      return "a mapping";
    }
    if (actual instanceof List<?>) {
      return "a list";
    }
    return actual == null ? "missing" : actual instanceof Number ? "" + actual : "'" + actual + "'";
  }
}
