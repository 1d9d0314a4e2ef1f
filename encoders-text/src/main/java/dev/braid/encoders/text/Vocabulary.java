package dev.braid.encoders.text;

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

/** Words and their numbers; 0 is {@code <pad>} and 1 is {@code <unk>}. */
final class Vocabulary {

  static final int PAD = 0;
  static final int UNKNOWN = 1;
  private static final List<String> SPECIAL = List.of("<pad>", "<unk>");

  private final List<String> words;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int i = 0; i < words.size(); i++) {
      ids.put(words.get(i), i);
    }
  }

  /** The most frequent words first, ties in alphabetical order. */
  static Vocabulary of(Map<String, Integer> counts, int minFrequency, @Nullable Integer maxSize) {
    List<String> words = new ArrayList<>(SPECIAL);
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minFrequency)
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(maxSize == null ? Long.MAX_VALUE : maxSize - SPECIAL.size())
        .forEach(entry -> words.add(entry.getKey()));
    return new Vocabulary(words);
  }

  int size() {
    return words.size();
  }

  String word(int id) {
    return words.get(id);
  }

  int id(String word) {
    return ids.getOrDefault(word, UNKNOWN);
  }

  /** Writes one word a line, each line ended by a line feed on every system. */
  void save(Path file) throws IOException {
    Files.writeString(file, String.join("\n", words) + "\n");
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException if the file is missing or is not such a file, naming it and what is wrong
   */
  static Vocabulary load(Path file) throws IOException {
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
    if (words.size() < SPECIAL.size() || !words.subList(0, SPECIAL.size()).equals(SPECIAL)) {
      throw new IOException(file + " is damaged: it does not begin with <pad> and <unk>");
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
