package dev.braid.core.experiment;

import dev.braid.core.spec.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What differs between two complete specs. */
final class SpecChanges {

  private SpecChanges() {}

  /**
   * A value that differs.
   *
   * @param path such as {@code training.epochs}
   * @param before as it was, or {@code (none)}
   * @param after as it is
   */
  record Change(String path, String before, String after) {
    @Override
    public String toString() {
      return "%s: %s → %s".formatted(path, before, after);
    }
  }

  /**
   * The values that differ, in the order of the first spec. Of a part that is another one its type
   * alone: its options are not comparable.
   */
  static List<Change> between(Node.MapNode before, Node.MapNode after) {
    Map<String, String> old = new LinkedHashMap<>();
    Map<String, String> now = new LinkedHashMap<>();
    flatten("", before, old);
    flatten("", after, now);
    Set<String> paths = new LinkedHashSet<>(old.keySet());
    paths.addAll(now.keySet());
    List<Change> changes = new ArrayList<>();
    List<String> others =
        paths.stream()
            .filter(path -> path.endsWith(".type"))
            .filter(path -> !Objects.equals(old.get(path), now.get(path)))
            .toList();
    for (String path : paths) {
      if (others.stream().anyMatch(type -> isOption(path, type))) {
        continue;
      }
      String was = old.getOrDefault(path, "(none)");
      String is = now.getOrDefault(path, "(none)");
      if (!was.equals(is)) {
        changes.add(new Change(path, was, is));
      }
    }
    return changes;
  }

  private static boolean isOption(String path, String type) {
    String part = type.substring(0, type.length() - "type".length());
    return path.startsWith(part) && !path.equals(type);
  }

  private static void flatten(String path, Node node, Map<String, String> values) {
    if (node instanceof Node.MapNode map && !map.entries().isEmpty()) {
      map.entries()
          .forEach(
              (key, entry) ->
                  flatten(path.isEmpty() ? key : path + "." + key, entry.value(), values));
    } else {
      values.put(path, text(node));
    }
  }

  private static String text(Node node) {
    if (node instanceof Node.ListNode list) {
      return list.items().stream().map(SpecChanges::text).toList().toString();
    }
    if (node instanceof Node.MapNode map) {
      Map<String, String> values = new LinkedHashMap<>();
      map.entries().forEach((key, entry) -> values.put(key, text(entry.value())));
      return values.toString();
    }
    Object value = ((Node.ScalarNode) node).value();
    // 1 and 1.0 are the same number, whichever way they were written.
    return value instanceof Number number && number.doubleValue() == number.longValue()
        ? Long.toString(number.longValue())
        : Objects.toString(value);
  }
}
