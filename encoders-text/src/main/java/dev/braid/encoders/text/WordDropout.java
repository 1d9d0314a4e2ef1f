package dev.braid.encoders.text;

import dev.braid.api.Option;
import dev.braid.api.data.SpecialIds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The augmentation {@code word-dropout}: each word is lost with a probability of its own. Replaced
 * by the unknown word as in Iyyer et al. 2015 and Bowman et al. 2016, or left out as in Wei and Zou
 * 2019 (EDA).
 */
public final class WordDropout extends WordAugmentation<WordDropout.Options> {

  /** What stands in the place of a lost word. */
  public enum Instead {
    /** The unknown word; nothing where the reader has none. */
    UNKNOWN,
    /** Nothing: the words behind it move up. One word always stays. */
    NOTHING
  }

  /** Options of {@code word-dropout}. */
  public record Options(
      @Option(value = "probability that a word is lost", byDefault = "0.1", min = 0, max = 1)
          double p,
      @Option(value = "what stands in its place", byDefault = "unknown") Instead instead) {}

  @Override
  public String type() {
    return "word-dropout";
  }

  @Override
  public String description() {
    return "words are lost at random: they become unknown or are left out";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int[] change(
      Options options, int[] ids, int[] words, SpecialIds special, RandomGenerator random) {
    boolean[] lost = new boolean[ids.length];
    int left = words.length;
    for (int t : words) {
      lost[t] = random.nextDouble() < options.p();
      left -= lost[t] ? 1 : 0;
    }
    Integer unknown = special.unknown();
    if (options.instead() == Instead.UNKNOWN && unknown != null) {
      Arrays.setAll(ids, t -> lost[t] ? unknown : ids[t]);
      return ids;
    }
    if (left == 0 && words.length > 0) {
      lost[words[random.nextInt(words.length)]] = false;
    }
    int[] kept = new int[ids.length];
    int length = 0;
    for (int t = 0; t < ids.length; t++) {
      if (!lost[t]) {
        kept[length++] = ids[t];
      }
    }
    return Arrays.copyOf(kept, length);
  }
}
