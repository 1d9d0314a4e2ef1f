package dev.braid.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample of the test split with what the model made of it.
 *
 * @param verdict whether the first prediction is the target; {@link Verdict#NONE} without a target
 * @param texts values of inputs that are not pictures, by input
 * @param pictures of inputs, by input: PNG or JPEG as a data URI
 * @param predictions the best first
 */
public record Example(
    @JsonProperty("id") String id,
    @JsonProperty("verdict") Verdict verdict,
    @JsonProperty("texts") Map<String, String> texts,
    @JsonProperty("pictures") Map<String, String> pictures,
    @JsonProperty("target") @Nullable String target,
    @JsonProperty("predictions") List<Guess> predictions) {

  /** How the first prediction compares with the target. */
  public enum Verdict {
    /** They are the same. */
    RIGHT,
    /** They differ. */
    WRONG,
    /** There is no target. */
    NONE
  }

  /** A prediction. */
  public record Guess(
      @JsonProperty("label") String label, @JsonProperty("probability") double probability) {

    /** As a page writes it. */
    public String percent() {
      return Figures.percent(probability);
    }

    /** The length of its bar, a CSS number from 0 to 100. */
    public String width() {
      return String.format(Locale.ROOT, "%.1f", 100 * Math.max(0, Math.min(1, probability)));
    }
  }
}
