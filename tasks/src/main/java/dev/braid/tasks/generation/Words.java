package dev.braid.tasks.generation;

import dev.braid.api.Option;
import dev.braid.api.text.Tokenizer;
import dev.braid.api.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words that a text can be written in, and their numbers. */
public final class Words {

  /** The number of the token that stands before every text. */
  public static final int BEGIN = Vocabulary.FIRST;

  /** The number of the token that ends a text. */
  public static final int END = Vocabulary.FIRST + 1;

  /** The number of the first word. */
  public static final int FIRST = Vocabulary.FIRST + 2;

  private static final List<String> MARKS = List.of("<bos>", "<eos>");

  /** Which words can be written. */
  public record Options(
      @Option(value = "fold capital letters", byDefault = "true") boolean lowercase,
      @Option(
              value = "words seen less often in the train split are not written",
              byDefault = "1",
              min = 1,
              max = 1e9)
          int minCount,
      @Option(value = "only this many of the most frequent words", min = 1, max = 1e6)
          @Nullable Integer maxWords) {}

  private final Tokenizer tokenizer;
  private final Vocabulary vocabulary;

  private Words(Options options, Vocabulary vocabulary) {
    this.tokenizer = tokenizer(options);
    this.vocabulary = vocabulary;
  }

  /** What splits texts into words under these options. */
  public static Tokenizer tokenizer(Options options) {
    return new Tokenizer(options.lowercase());
  }

  /** Those of some texts, the most frequent first; may be none. */
  public static Words of(Iterable<String> texts, Options options) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      tokenizer(options).split(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    Integer most = options.maxWords() == null ? null : options.maxWords() + FIRST;
    return new Words(options, Vocabulary.of(counts, MARKS, options.minCount(), most));
  }

  /** How many numbers there are, those of words and of other tokens. */
  public int size() {
    return vocabulary.size();
  }

  /** The numbers of a text's words, without begin and end. */
  public int[] ids(String text) {
    return tokenizer.split(text).stream().mapToInt(vocabulary::id).toArray();
  }

  /** The words with these numbers, in order. */
  public List<String> words(int... ids) {
    return Arrays.stream(ids).mapToObj(vocabulary::word).toList();
  }

  /** The text of these numbers: its words with spaces between them. */
  public String text(int... ids) {
    return words(ids).stream().collect(Collectors.joining(" "));
  }

  /** Writes one word a line. */
  public void save(Path file) throws IOException {
    vocabulary.save(file);
  }

  /**
   * Reads what {@link #save} wrote with the same options.
   *
   * @throws IOException naming the file, if it is missing or not such a file
   */
  public static Words load(Path file, Options options) throws IOException {
    return new Words(options, Vocabulary.load(file, MARKS));
  }
}
