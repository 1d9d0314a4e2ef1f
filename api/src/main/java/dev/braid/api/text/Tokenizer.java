package dev.braid.api.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text into words: runs of letters and digits with their combining marks, apostrophes
 * inside a word kept. Scripts that write without spaces (Han, Hiragana, Katakana) give one token a
 * character. Punctuation and symbols are dropped. The text is brought into Unicode form NFKC first.
 *
 * @param lowercase whether capital letters are folded
 */
public record Tokenizer(boolean lowercase) {

  private static final String SPACELESS = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}";
  private static final String LETTER = "[[\\p{L}\\p{N}]&&[^" + SPACELESS + "]]";
  // Possessive throughout: nothing here needs to be tried again, and the regular expressions of
  // Java recurse per repetition where it might be, so that a long word would overflow the stack.
  private static final String RUN = LETTER + "[\\p{M}" + LETTER + "]*+";
  private static final Pattern TOKEN =
      Pattern.compile("[" + SPACELESS + "]\\p{M}*+|" + RUN + "(?:['\u2019]" + RUN + ")*+");

  /** The words of a text in order; may be none. */
  public List<String> split(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
    Matcher matcher = TOKEN.matcher(lowercase ? normal.toLowerCase(Locale.ROOT) : normal);
    List<String> words = new ArrayList<>();
    while (matcher.find()) {
      words.add(matcher.group().replace('\u2019', '\''));
    }
    return words;
  }
}
