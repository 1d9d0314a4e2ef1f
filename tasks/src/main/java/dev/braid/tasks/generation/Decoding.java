package dev.braid.tasks.generation;

import dev.braid.api.Option;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How the words of a text are chosen: options of a task. */
public record Decoding(
    @Option(value = "how words are chosen", byDefault = "greedy") Method method,
    @Option(value = "beginnings kept and texts found (beam)", byDefault = "4", min = 1, max = 64)
        int beams,
    @Option(
            value = "how much longer texts are favoured: log p / ((5 + length) / 6)^x",
            byDefault = "0.6",
            min = 0,
            max = 10)
        double lengthPenalty,
    @Option(
            value = "no sequence of so many words comes twice; 0 allows all",
            byDefault = "0",
            min = 0,
            max = 100)
        int noRepeatNgram,
    @Option(
            value = "above 1 makes rare words likelier, below 1 rarer (sample)",
            byDefault = "1",
            min = 0.01,
            max = 100)
        double temperature,
    @Option(value = "draw among this many likeliest words (sample)", min = 1, max = 1e6)
        @Nullable Integer topK,
    @Option(
            value = "draw among the fewest words that together are this likely (sample)",
            byDefault = "1",
            min = 0.001,
            max = 1)
        double topP) {

  /** How words are chosen. */
  public enum Method {
    /** The most likely word each time. */
    GREEDY,
    /** The likeliest beginnings are kept. */
    BEAM,
    /** Words are drawn. */
    SAMPLE
  }

  /** The most texts that a search finds for a sample. */
  public int texts() {
    return method == Method.BEAM ? beams : 1;
  }

  /** The same, but greedy. */
  public Decoding greedy() {
    return new Decoding(
        Method.GREEDY, beams, lengthPenalty, noRepeatNgram, temperature, topK, topP);
  }

  /**
   * The search that these options describe.
   *
   * @param maxLength most words of a text
   * @param random for drawn words
   */
  public Search search(int maxLength, RandomGenerator random) {
    Rules rules = new Rules(maxLength, noRepeatNgram);
    return switch (method) {
      case GREEDY -> new Walk(rules, lengthPenalty, Walk.GREEDY);
      case BEAM -> new BeamSearch(beams, lengthPenalty, rules);
      case SAMPLE -> new Walk(rules, lengthPenalty, new Sampling(temperature, topK, topP, random));
    };
  }
}
