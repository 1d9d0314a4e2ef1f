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
