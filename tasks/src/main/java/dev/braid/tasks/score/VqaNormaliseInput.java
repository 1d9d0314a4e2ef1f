package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Input of {@code vqa-normalise}. */
public record VqaNormaliseInput(
    @Option("answers") List<String> texts,
    @Option("contractions and what they become; those of the protocol where it is left out")
        @Nullable Map<String, String> contractions)
    implements MetricInput {

  /** The normalisation, to look at. */
  public static MetricPart<VqaNormaliseInput> metric() {
    return new MetricPart<>(
        "vqa-normalise",
        "answers as the VQA protocol compares them; a list of texts and no figure",
        VqaNormaliseInput.class,
        input ->
            input.texts().stream()
                .map(VqaAccuracyInput.normalisation(input.contractions())::of)
                .toList(),
        input -> null);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.some("texts", texts, problems);
  }
}
