package dev.braid.core.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the entries of one mapping and refuses a key that cannot be one. */
final class MapBuilder {

  private static final int LONGEST_KEY = 100;

  private final Position position;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();

  MapBuilder(Position position) {
    this.position = position;
  }

  /** Refuses a key before its value is read, so that the first problem of a file is reported. */
  void check(String key, Position at) throws SpecException {
    if (key.isEmpty()) {
      throw fail(at, "a key cannot be empty");
    }
    if (key.length() > LONGEST_KEY || key.codePoints().anyMatch(Character::isISOControl)) {
      throw fail(at, "a key is one line of at most " + LONGEST_KEY + " characters");
    }
    Node.Entry first = entries.get(key);
    if (first == null) {
      return;
    }
    Position before = first.keyPosition();
    String where =
        before.line() == 0
            ? ""
            : before.line() == at.line()
                ? "; the first is at column " + before.column()
                : "; the first is at line " + before.line();
    throw fail(at, "the key '%s' is here for the second time%s".formatted(key, where));
  }

  void put(String key, Position at, Node value) {
    entries.put(key, new Node.Entry(at, value));
  }

  Node.MapNode build() {
    return new Node.MapNode(position, entries);
  }

  private static SpecException fail(Position at, String message) {
    return new SpecException(List.of(new Problem(at, "", message)));
  }
}
