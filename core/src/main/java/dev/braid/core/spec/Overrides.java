package dev.braid.core.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a spec from the command line: {@code fusion=mutan}, {@code training.epochs=20}. Values
 * are YAML. A value replaces what stood there; a part that was written short ({@code fusion:
 * concat}) becomes a mapping when one of its options is set; null removes a key.
 */
public final class Overrides {

  private Overrides() {}

  /** A new tree with the changes made, in order. */
  public static Node.MapNode apply(Node.MapNode root, List<String> overrides) throws SpecException {
    Node.MapNode tree = root;
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < overrides.size(); i++) {
      String source = "override " + (i + 1);
      Position at = new Position(source, 0, 0);
      String override = overrides.get(i);
      int equals = override.indexOf('=');
      List<String> path =
          equals <= 0 ? List.of() : Arrays.asList(override.substring(0, equals).split("\\.", -1));
      if (path.isEmpty() || path.contains("")) {
        problems.add(
            new Problem(
                at,
                "",
                "'%s' is not a change to the spec; write key=value, such as training.epochs=20"
                    .formatted(override)));
        continue;
      }
      try {
        tree = set(tree, path, SpecReader.value(override.substring(equals + 1), source), at);
      } catch (SpecException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new SpecException(problems);
    }
    return tree;
  }

  private static Node.MapNode set(Node.MapNode map, List<String> path, Node value, Position at)
      throws SpecException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(map.entries());
    String key = path.get(0);
    Node.Entry old = entries.get(key);
    if (path.size() == 1) {
      if (value instanceof Node.ScalarNode scalar && scalar.value() == null) {
        entries.remove(key);
      } else {
        entries.put(key, new Node.Entry(at, value));
      }
    } else {
      List<String> rest = path.subList(1, path.size());
      Node.MapNode inner = inner(old == null ? null : old.value(), key, at);
      entries.put(
          key, new Node.Entry(old == null ? at : old.keyPosition(), set(inner, rest, value, at)));
    }
    return new Node.MapNode(map.position(), entries);
  }

  private static Node.MapNode inner(@Nullable Node old, String key, Position at)
      throws SpecException {
    if (old == null) {
      return new Node.MapNode(at, Map.of());
    }
    if (old instanceof Node.MapNode map) {
      return map;
    }
    if (old instanceof Node.ScalarNode scalar && scalar.value() instanceof String) {
      return new Node.MapNode(
          scalar.position(), Map.of("type", new Node.Entry(scalar.position(), scalar)));
    }
    throw new SpecException(
        List.of(new Problem(at, key, "is " + Scalars.name(old) + " and has no keys to set")));
  }
}
