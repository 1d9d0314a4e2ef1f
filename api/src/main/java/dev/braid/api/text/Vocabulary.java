package dev.braid.api.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words and their numbers; 0 is {@code <pad>} and 1 is {@code <unk>}, and behind them may stand
 * other tokens that are not words, such as the begin and end of a text.
 */
public final class Vocabulary {

  /** The number of {@code <pad>}, which fills up what is too short. */
  public static final int PAD = 0;

  /** The number of {@code <unk>}, which stands for every word that is not among the others. */
  public static final int UNKNOWN = 1;

  /** How many tokens every vocabulary has before any other. */
  public static final int FIRST = 2;

  private final List<String> words;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int i = 0; i < words.size(); i++) {
      ids.put(words.get(i), i);
    }
  }

  private static List<String> special(List<String> more) {
    List<String> special = new ArrayList<>(List.of("<pad>", "<unk>"));
    special.addAll(more);
    return special;
  }

  /**
   * The most frequent words first, ties in alphabetical order.
   *
   * @param counts how often each word was seen
   * @param more tokens with the numbers from {@link #FIRST} on
   * @param minFrequency words seen less often are left out
   * @param maxSize most entries, those that are not words counted; null for no limit
   */
  public static Vocabulary of(
      Map<String, Integer> counts, List<String> more, int minFrequency, @Nullable Integer maxSize) {
    List<String> words = special(more);
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minFrequency)
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(maxSize == null ? Long.MAX_VALUE : Math.max(0, maxSize - words.size()))
        .forEach(entry -> words.add(entry.getKey()));
    return new Vocabulary(words);
  }

  /** How many entries it has, those that are not words among them. */
  public int size() {
    return words.size();
  }

  /** The word with a number. */
  public String word(int id) {
    return words.get(id);
  }

  /** The number of a word, {@link #UNKNOWN} where it is not among them. */
  public int id(String word) {
    return ids.getOrDefault(word, UNKNOWN);
  }

  /** Writes one word a line, each line ended by a line feed on every system. */
  public void save(Path file) throws IOException {
    Files.writeString(file, String.join("\n", words) + "\n");
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param more as it was made with
   * @throws IOException if the file is missing or is not such a file, naming it and what is wrong
   */
  public static Vocabulary load(Path file, List<String> more) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("the run is damaged: " + file + " is missing");
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is damaged: it is not UTF-8", e);
    }
    if (!text.endsWith("\n")) {
      throw new IOException(file + " is damaged: its last line is cut off");
    }
    List<String> words = Arrays.asList(text.substring(0, text.length() - 1).split("\n", -1));
    List<String> special = special(more);
    if (words.size() < special.size() || !words.subList(0, special.size()).equals(special)) {
      throw new IOException(
          file + " is damaged: it does not begin with " + String.join(" and ", special));
    }
    // A blank or a space within a line can only come from a hand; all numbers after it would shift.
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).isEmpty() || words.get(i).chars().anyMatch(Character::isWhitespace)) {
        throw new IOException("%s is damaged: line %d is not one word".formatted(file, i + 1));
      }
    }
    Vocabulary vocabulary = new Vocabulary(words);
    if (vocabulary.ids.size() != words.size()) {
      throw new IOException(file + " is damaged: a word is in it twice");
    }
    return vocabulary;
  }
}
