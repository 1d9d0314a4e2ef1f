package dev.braid.tasks.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the VQA evaluation protocol makes answers comparable (Antol et al., VQA: Visual Question
 * Answering, 2015, arXiv:1505.00468, and its evaluation code).
 *
 * <p>In this order: each of {@code ; / [ ] " { } ( ) = + \ _ - > < @ ` , ? !} is deleted if it
 * stands next to a space somewhere in the text, or if the text holds digit, comma, digit; otherwise
 * it becomes a space. Periods that no digit follows are deleted. Lower case; none and zero to ten
 * become digits; a, an and the are dropped; apostrophes come back into contractions.
 */
public final class AnswerNormalisation {

  private static final String MARKS = ";/[]\"{}()=+\\_-><@`,?!";
  private static final Pattern THOUSANDS =
      Pattern.compile("\\d,\\d", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern PERIOD =
      Pattern.compile("\\.(?!\\d)", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Set<String> ARTICLES = Set.of("a", "an", "the");
  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("none", "0"),
          Map.entry("zero", "0"),
          Map.entry("one", "1"),
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"));

  private static final AnswerNormalisation OFFICIAL = new AnswerNormalisation(contractions());

  private final Map<String, String> contractions;

  /** With a table of contractions: what is written, and what it becomes. */
  public AnswerNormalisation(Map<String, String> contractions) {
    this.contractions = Map.copyOf(contractions);
  }

  /** With the protocol's own contractions. */
  public static AnswerNormalisation official() {
    return OFFICIAL;
  }

  /**
   * What the protocol does to every answer first: line breaks and tabs are spaces, ends trimmed.
   */
  public static String trimmed(String answer) {
    return Words.strip(answer.replace('\n', ' ').replace('\t', ' '));
  }

  /** The normal form of an answer; empty where all of it is dropped. */
  public String of(String answer) {
    boolean thousands = THOUSANDS.matcher(answer).find();
    String text = answer;
    for (int i = 0; i < MARKS.length(); i++) {
      String mark = MARKS.substring(i, i + 1);
      boolean spaced = answer.contains(mark + " ") || answer.contains(" " + mark);
      text = text.replace(mark, spaced || thousands ? "" : " ");
    }
    text = PERIOD.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    return Words.of(text).stream()
        .map(word -> NUMBERS.getOrDefault(word, word))
        .filter(word -> !ARTICLES.contains(word))
        .map(word -> contractions.getOrDefault(word, word))
        .collect(Collectors.joining(" "));
  }

  private static Map<String, String> contractions() {
    Map<String, String> table = new LinkedHashMap<>();
    InputStream file =
        Objects.requireNonNull(AnswerNormalisation.class.getResourceAsStream("contractions.txt"));
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int space = line.indexOf(' ');
        if (!line.startsWith("#")) {
          table.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }
}
