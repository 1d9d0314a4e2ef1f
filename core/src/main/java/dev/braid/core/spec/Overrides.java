package dev.braid.core.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a spec from the command line: {@code fusion=mutan}, {@code training.epochs=20}. Values
 * are YAML. A value replaces what stood there; a part that was written short ({@code fusion:
 * concat}) becomes a mapping when one of its options is set; null removes a key.
 */
public final class Overrides {

  /** Where a part stands, which may be written as its name alone. */
  private static final Pattern PART =
      Pattern.compile("data|fusion|task|training\\.optimizer|inputs\\.[^.]+\\.(reader|encoder)");

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
          equals <= 0
              ? List.of()
              : Arrays.stream(override.substring(0, equals).split("\\.", -1))
                  .map(String::strip)
                  .toList();
      if (path.isEmpty() || path.contains("")) {
        problems.add(
            new Problem(
                at,
                "",
                "'%s' is not a change to the spec; write key=value, such as training.epochs=20"
                    .formatted(Scalars.shown(override))));
        continue;
      }
      String dotted = String.join(".", path);
      if (override.substring(equals + 1).isBlank()) {
        problems.add(
            new Problem(
                at, dotted, "has no value; '%s=null' takes the key away".formatted(dotted)));
        continue;
      }
      try {
        tree = set(tree, path, 0, SpecReader.value(override.substring(equals + 1), source), at);
      } catch (SpecException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new SpecException(problems);
    }
    return tree;
  }

  /**
   * A new tree with one value set.
   *
   * @param key dotted, such as {@code training.epochs}
   * @param at the position that a new key gets
   */
  public static Node.MapNode set(Node.MapNode root, String key, Node value, Position at)
      throws SpecException {
    return set(root, Arrays.asList(key.split("\\.", -1)), 0, value, at);
  }

  private static Node.MapNode set(
      Node.MapNode map, List<String> path, int depth, Node value, Position at)
      throws SpecException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(map.entries());
    String key = path.get(depth);
    Node.Entry old = entries.get(key);
    if (depth == path.size() - 1) {
      if (value instanceof Node.ScalarNode scalar && scalar.value() == null) {
        entries.remove(key);
      } else {
        entries.put(key, new Node.Entry(at, value));
      }
    } else {
      String dotted = String.join(".", path.subList(0, depth + 1));
      Node.MapNode inner = inner(old == null ? null : old.value(), dotted, at);
      entries.put(
          key,
          new Node.Entry(
              old == null ? at : old.keyPosition(), set(inner, path, depth + 1, value, at)));
    }
    return new Node.MapNode(map.position(), entries);
  }

  private static Node.MapNode inner(@Nullable Node old, String path, Position at)
      throws SpecException {
    if (old == null || (old instanceof Node.ScalarNode scalar && scalar.value() == null)) {
      return new Node.MapNode(at, Map.of());
    }
    if (old instanceof Node.MapNode map) {
      return map;
    }
    if (PART.matcher(path).matches()
        && old instanceof Node.ScalarNode scalar
        && scalar.value() instanceof String) {
      return new Node.MapNode(
          scalar.position(), Map.of("type", new Node.Entry(scalar.position(), scalar)));
    }
    throw new SpecException(
        List.of(
            new Problem(
                at,
                path,
                "is "
                    + Scalars.name(old)
                    + " and has no keys to set"
                    + (old instanceof Node.ListNode ? "; give the whole list" : ""))));
  }
}
