package dev.braid.core.compare;

import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What variants are called in tables: {@code fusion=concat}, no longer than it takes to tell them
 * apart. Keys that have one value in all of them are left out, and where no two values of a key
 * name the same part, a part's name stands for all of its options.
 */
final class Labels {

  private final Map<String, Set<String>> values = new LinkedHashMap<>();
  private final Set<String> byType = new HashSet<>();

  /** For variants with these changes. */
  Labels(Collection<List<Change>> variants) {
    Map<String, Set<String>> types = new LinkedHashMap<>();
    for (List<Change> changes : variants) {
      for (Change change : changes) {
        values.computeIfAbsent(change.key(), key -> new LinkedHashSet<>()).add(flow(change));
        types.computeIfAbsent(change.key(), key -> new LinkedHashSet<>()).add(type(change));
      }
    }
    types.forEach(
        (key, names) -> {
          if (names.size() == different(key)) {
            byType.add(key);
          }
        });
  }

  /** The label of one of them. */
  String of(List<Change> changes) {
    List<Change> telling = new ArrayList<>(changes);
    telling.removeIf(change -> different(change.key()) == 1);
    return (telling.isEmpty() ? changes : telling)
        .stream()
            .map(
                change ->
                    change.key()
                        + "="
                        + (byType.contains(change.key()) ? type(change) : flow(change)))
            .collect(Collectors.joining(" "));
  }

  private int different(String key) {
    return values.getOrDefault(key, Set.of()).size();
  }

  private static String flow(Change change) {
    return SpecWriter.flow(change.value());
  }

  /** The name of a part, or the whole value where it names none. */
  private static String type(Change change) {
    return change.value() instanceof Node.MapNode map
            && map.get("type") instanceof Node.ScalarNode type
        ? type.text()
        : flow(change);
  }
}
