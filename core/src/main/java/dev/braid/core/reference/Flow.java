package dev.braid.core.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flow of data through an operator, as {@link dev.braid.api.Reference} describes it.
 *
 * @param rows from top to bottom, boxes from left to right, null for an empty place
 * @param arrows between boxes
 * @param repeats groups of rows that are passed several times
 */
record Flow(List<List<@Nullable Box>> rows, List<Arrow> arrows, List<Repeat> repeats) {

  /** A step; text, and below it a shape or "". */
  record Box(String id, String text, String shape, boolean learned) {}

  /** Dashed where the first is attended by the second. */
  record Arrow(String from, String to, boolean attended) {}

  /** Rows from first to last, inclusive. */
  record Repeat(int first, int last, String times) {}

  /**
   * Reads a description.
   *
   * @throws IllegalArgumentException with the line that is not understood
   */
  static Flow of(String text) {
    List<List<@Nullable Box>> rows = new ArrayList<>();
    List<Arrow> arrows = new ArrayList<>();
    List<Repeat> repeats = new ArrayList<>();
    Map<String, Box> boxes = new LinkedHashMap<>();
    int start = -1;
    String times = "";
    for (String raw : text.strip().lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("[")) {
        start = rows.size();
        times = line.substring(1).strip();
      } else if (line.equals("]") && start >= 0) {
        repeats.add(new Repeat(start, rows.size() - 1, times));
        start = -1;
      } else if (line.contains("=")) {
        rows.add(row(line, boxes));
      } else {
        arrows(line, arrows);
      }
    }
    if (start >= 0) {
      throw new IllegalArgumentException("flow: '[" + times + "' has no ']'");
    }
    for (Arrow arrow : arrows) {
      if (!boxes.containsKey(arrow.from()) || !boxes.containsKey(arrow.to())) {
        throw new IllegalArgumentException(
            "flow: arrow from '%s' to '%s', known are %s"
                .formatted(arrow.from(), arrow.to(), boxes.keySet()));
      }
    }
    return new Flow(rows, arrows, repeats);
  }

  private static List<@Nullable Box> row(String line, Map<String, Box> boxes) {
    List<@Nullable Box> row = new ArrayList<>();
    for (String part : line.split("\\|", -1)) {
      if (part.strip().equals(".")) {
        row.add(null);
        continue;
      }
      String[] sides = part.split("=", 2);
      if (sides.length < 2) {
        throw new IllegalArgumentException("flow: no box in '" + part.strip() + "'");
      }
      String label = sides[1].strip();
      boolean learned = label.startsWith("*");
      int bracket = label.indexOf('[');
      String words = (bracket < 0 ? label : label.substring(0, bracket)).substring(learned ? 1 : 0);
      String shape = bracket < 0 ? "" : label.substring(bracket);
      Box box = new Box(sides[0].strip(), words.strip(), shape, learned);
      if (boxes.putIfAbsent(box.id(), box) != null) {
        throw new IllegalArgumentException("flow: two boxes '" + box.id() + "'");
      }
      row.add(box);
    }
    return row;
  }

  private static void arrows(String line, List<Arrow> arrows) {
    String[] parts = line.split("~>|>", -1);
    if (parts.length < 2) {
      throw new IllegalArgumentException("flow: '" + line + "' is neither a row nor an arrow");
    }
    int at = 0;
    for (int i = 0; i + 1 < parts.length; i++) {
      at += parts[i].length();
      boolean attended = line.charAt(at) == '~';
      arrows.add(new Arrow(parts[i].strip(), parts[i + 1].strip(), attended));
      at += attended ? 2 : 1;
    }
  }
}
