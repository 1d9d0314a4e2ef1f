package dev.braid.core.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a spec that knows where it stands. */
public sealed interface Node {

  /** Where the value begins. */
  Position position();

  /**
   * A mapping, in the order of the file.
   *
   * @param entries by key
   */
  record MapNode(Position position, Map<String, Entry> entries) implements Node {

    /** The value of a key, or null where there is none. */
    public @Nullable Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    /** The mapping of a key; an empty one where there is none. */
    public MapNode section(String key) {
      return get(key) instanceof MapNode inner ? inner : new MapNode(position, Map.of());
    }

    /** Where a key stands, or the mapping around it where the spec leaves it out. */
    public Position positionOf(String... keys) {
      Position found = position;
      MapNode inner = this;
      for (String key : keys) {
        Entry entry = inner.entries.get(key);
        if (entry == null || entry.keyPosition().source().equals(OptionRecords.DEFAULT)) {
          return found;
        }
        found = entry.keyPosition();
        inner = inner.section(key);
      }
      return found;
    }
  }

  /**
   * A key with its value.
   *
   * @param keyPosition where the key stands
   */
  record Entry(Position keyPosition, Node value) {}

  /** A list. */
  record ListNode(Position position, List<Node> items) implements Node {}

  /**
   * A scalar.
   *
   * @param value a String, Long, Double, Boolean, or null
   * @param text as it was written
   */
  record ScalarNode(Position position, @Nullable Object value, String text) implements Node {}
}
