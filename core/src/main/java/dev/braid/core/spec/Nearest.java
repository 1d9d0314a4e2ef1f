package dev.braid.core.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names a misspelt one may have meant. */
public final class Nearest {

  private Nearest() {}

  /** The plausible ones among the known names, the nearest first; may be empty. */
  public static List<String> of(String name, Collection<String> known) {
    record Scored(String name, double distance) {}
    String wrong = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .map(candidate -> new Scored(candidate, distance(wrong, candidate)))
        .filter(scored -> scored.distance <= Math.max(1, wrong.length() / 3.0))
        .sorted(Comparator.comparingDouble(Scored::distance).thenComparing(Scored::name))
        .map(Scored::name)
        .toList();
  }

  /** {@code ; did you mean 'heads'?}, or nothing. */
  static String hint(String name, Collection<String> known) {
    List<String> near = of(name, known);
    return near.isEmpty() ? "" : "; did you mean '" + near.get(0) + "'?";
  }

  private static double distance(String wrong, String candidate) {
    String right = candidate.toLowerCase(Locale.ROOT);
    double edits = edits(wrong.replace('_', '-'), right.replace('_', '-'));
    boolean part = wrong.length() >= 3 && (right.startsWith(wrong) || wrong.startsWith(right));
    return part ? Math.min(edits, 1) : edits;
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
