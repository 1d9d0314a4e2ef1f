package dev.braid.encoders.text;

import dev.braid.api.Option;
import dev.braid.api.data.SpecialIds;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code word-swap}: two words change places, as often as a share of the text's
 * words, at least once (random swap of EDA, Wei and Zou 2019).
 */
public final class WordSwap extends WordAugmentation<WordSwap.Options> {

  /** Options of {@code word-swap}. */
  public record Options(
      @Option(
              value = "swaps as a share of the text's words, at least one",
              byDefault = "0.1",
              min = 0,
              max = 10)
          double share,
      @Option(value = "probability that a text is changed", byDefault = "1", min = 0, max = 1)
          double p) {}

  @Override
  public String type() {
    return "word-swap";
  }

  @Override
  public String description() {
    return "words change places at random";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int[] change(
      Options options, int[] ids, int[] words, SpecialIds special, RandomGenerator random) {
    if (words.length < 2 || random.nextDouble() >= options.p()) {
      return ids;
    }
    int swaps = Math.max(1, (int) (options.share() * words.length));
    for (int i = 0; i < swaps; i++) {
      int one = random.nextInt(words.length);
      int other = (one + 1 + random.nextInt(words.length - 1)) % words.length;
      int word = ids[words[one]];
      ids[words[one]] = ids[words[other]];
      ids[words[other]] = word;
    }
    return ids;
  }
}
