package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts as lists of words, which are what stands between white space, and their n-grams. */
final class Words {

  /** What Python's {@code str.split} splits at; the separators U+001C to U+001F are among it. */
  private static final Pattern SPACE =
      Pattern.compile("[\\s\\x1C-\\x1F]+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern ENDS =
      Pattern.compile("^" + SPACE + "|" + SPACE + "$", Pattern.UNICODE_CHARACTER_CLASS);

  private Words() {}

  /** The words of a text; none where it is blank. */
  static List<String> of(String text) {
    return Arrays.stream(SPACE.split(text)).filter(word -> !word.isEmpty()).toList();
  }

  /** A text without white space at its ends. */
  static String strip(String text) {
    return ENDS.matcher(text).replaceAll("");
  }

  /** How often each run of n words occurs. */
  static Map<List<String>, Integer> ngrams(List<String> words, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= words.size(); i++) {
      counts.merge(words.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }
}
