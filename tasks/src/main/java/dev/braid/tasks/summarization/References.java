package dev.braid.tasks.summarization;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The column with the texts that are right: a text, or a list of several people's.
 *
 * @param column its name
 * @param tokenizer that finds the words of a text
 */
record References(String column, Tokenizer tokenizer) {

  /**
   * The texts of a sample, one or more, each with a word or more.
   *
   * @param otherwise why it must have one, the end of the message where it has none
   */
  List<String> require(Sample sample, String otherwise) throws BadDataException {
    Object value = sample.value(column);
    List<String> texts = new ArrayList<>();
    for (Object one :
        value instanceof List<?> several ? several : value == null ? List.of() : List.of(value)) {
      if (!(one instanceof String || one instanceof Number || one instanceof Boolean)) {
        throw new BadDataException(
            "%s: %s in column '%s' (task option target) cannot be a summary; accepted: a text or a list of texts"
                .formatted(
                    sample.id(), one instanceof List<?> ? "a list in a list" : "a file", column));
      }
      if (!tokenizer.split(one.toString()).isEmpty()) {
        texts.add(one.toString());
      }
    }
    if (texts.isEmpty()) {
      throw new BadDataException(
          "%s: no text with words in column '%s' (task option target); %s"
              .formatted(sample.id(), column, otherwise));
    }
    return texts;
  }

  /** The words of each text. */
  List<List<String>> words(Sample sample) throws BadDataException {
    List<List<String>> all = new ArrayList<>();
    for (String text : require(sample, "a sample without a summary cannot be measured")) {
      all.add(tokenizer.split(text));
    }
    return all;
  }
}
