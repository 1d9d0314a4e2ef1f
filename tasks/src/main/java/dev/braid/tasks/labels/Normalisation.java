package dev.braid.tasks.labels;

import dev.braid.tasks.metrics.AnswerNormalisation;
import java.util.Locale;

/** When two spellings are one label. */
public enum Normalisation {
  /** When they are the same text without white space at its ends. */
  NONE,
  /**
   * When {@link AnswerNormalisation} makes them the same, without regard to case. What consists
   * only of that which it drops, such as {@code A} among choices, stays what it is in small
   * letters.
   */
  OFFICIAL;

  /** The label of a text that is not blank. */
  String of(String text) {
    if (this == NONE) {
      return text;
    }
    String normal = AnswerNormalisation.official().of(AnswerNormalisation.trimmed(text));
    return normal.isEmpty() ? text.toLowerCase(Locale.ROOT) : normal;
  }
}
