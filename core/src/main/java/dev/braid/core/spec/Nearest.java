package dev.braid.core.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the names a misspelt one may have meant. */
public final class Nearest {

  private static final int LONGEST = 100;
  private static final int SHORTEST_PART = 3;

  private Nearest() {}

  /** The plausible ones among the known names, the nearest first; may be empty. */
  public static List<String> of(String name, Collection<String> known) {
    record Scored(String name, double distance) {}
    String wrong = plain(name);
    if (wrong.isEmpty() || wrong.length() > LONGEST) {
      return List.of();
    }
    double limit = Math.min(Math.max(1, wrong.length() / 3.0), wrong.length() - 0.5);
    return known.stream()
        .map(candidate -> new Scored(candidate, distance(wrong, plain(candidate))))
        .filter(scored -> scored.distance <= limit)
        .sorted(Comparator.comparingDouble(Scored::distance).thenComparing(Scored::name))
        .map(Scored::name)
        .toList();
  }

  /** All known names, the plausible ones first, the others in their order. */
  public static List<String> first(String name, Collection<String> known) {
    Set<String> names = new LinkedHashSet<>(of(name, known));
    names.addAll(known);
    return List.copyOf(names);
  }

  /**
   * How a message about an unknown name ends: {@code ; did you mean 'heads'? Known: dropout,
   * heads}.
   *
   * @param none what to say where nothing is known, such as {@code it has none}
   */
  public static String ending(String name, Collection<String> known, String none) {
    if (known.isEmpty()) {
      return "; " + none;
    }
    String hint = hint(name, known);
    return (hint.isEmpty() ? "." : hint) + " Known: " + String.join(", ", known);
  }

  /** {@code ; did you mean 'heads'?}, or nothing. */
  static String hint(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?";
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The number of edits; a beginning counts as one edit at most, a part as one and a half. */
  private static double distance(String wrong, String right) {
    double edits = right.length() > LONGEST ? LONGEST : edits(wrong, right);
    if (Math.min(wrong.length(), right.length()) < SHORTEST_PART) {
      return edits;
    }
    if (right.startsWith(wrong) || wrong.startsWith(right)) {
      return Math.min(edits, 1);
    }
    boolean part = right.contains(wrong) || wrong.contains(right);
    return part ? Math.min(edits, wrong.length() > SHORTEST_PART ? 1.3 : 1) : edits;
  }

  /** Damerau and Levenshtein: insertions, deletions, replacements and swaps of neighbours. */
  private static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
