package dev.braid.core.data.shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Chooses questions so that every answer of a text is as frequent as the others: whoever sees only
 * the question can do no better than guess.
 */
final class Balance {

  /** How many more of one answer than of the rarest a text may have. */
  private static final int SLACK = 1;

  private final Map<String, Map<String, Integer>> asked = new HashMap<>();

  /** The question that the balance needs most, or null where none keeps it. */
  @Nullable Question choose(List<Question> candidates, Random random) {
    List<Question> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, random);
    Question best = null;
    int least = Integer.MAX_VALUE;
    for (Question question : shuffled) {
      int excess = excess(question);
      if (excess < least) {
        best = question;
        least = excess;
      }
    }
    if (best == null || least >= SLACK) {
      return null;
    }
    asked
        .computeIfAbsent(best.text(), text -> new HashMap<>())
        .merge(best.answer(), 1, Integer::sum);
    return best;
  }

  private int excess(Question question) {
    Map<String, Integer> counts = asked.getOrDefault(question.text(), Map.of());
    int rarest =
        question.answers().stream()
            .mapToInt(answer -> counts.getOrDefault(answer, 0))
            .min()
            .orElse(0);
    return counts.getOrDefault(question.answer(), 0) - rarest;
  }
}
