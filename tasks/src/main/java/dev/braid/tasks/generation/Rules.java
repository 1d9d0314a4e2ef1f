package dev.braid.tasks.generation;

import dev.braid.api.text.Vocabulary;

/**
 * Which words may come next. A text has one word or more, none of which is unknown, and ends when
 * it has the most.
 *
 * @param maxLength most words of a text
 * @param noRepeatNgram no sequence of so many words comes twice in a text; 0 allows all. Paulus et
 *     al. 2017
 */
public record Rules(int maxLength, int noRepeatNgram) {

  private static final float NEVER = Float.NEGATIVE_INFINITY;

  /** Makes impossible what may not come after {@code text}. */
  void apply(float[] logProbabilities, int... text) {
    logProbabilities[Vocabulary.PAD] = NEVER;
    logProbabilities[Vocabulary.UNKNOWN] = NEVER;
    logProbabilities[Words.BEGIN] = NEVER;
    if (text.length == 0) {
      logProbabilities[Words.END] = NEVER;
    }
    if (text.length >= maxLength) {
      for (int word = Words.FIRST; word < logProbabilities.length; word++) {
        logProbabilities[word] = NEVER;
      }
    }
    int before = noRepeatNgram - 1;
    if (noRepeatNgram == 0 || text.length < before) {
      return;
    }
    int end = text.length - before;
    for (int start = 0; start < end; start++) {
      if (same(text, start, end, before)) {
        logProbabilities[text[start + before]] = NEVER;
      }
    }
  }

  private static boolean same(int[] text, int a, int b, int length) {
    for (int i = 0; i < length; i++) {
      if (text[a + i] != text[b + i]) {
        return false;
      }
    }
    return true;
  }
}
