package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.Bleu;
import dev.braid.tasks.metrics.CiderD;
import dev.braid.tasks.metrics.RougeL;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Input of {@code bleu}, {@code rouge-l} and {@code cider-d}: texts of words between spaces. */
public record CaptionInput(
    @Option("a text for each item") List<String> candidates,
    @Option("a list for each item: the texts that people wrote") List<List<String>> references)
    implements MetricInput {

  /** BLEU. */
  public static MetricPart<CaptionInput> bleu() {
    return MetricPart.overItems(
        "bleu",
        "n-grams of 1 to 4 words that a corpus shares with its references, no smoothing",
        CaptionInput.class,
        input -> input.candidates().size(),
        CaptionInput::preparedBleu);
  }

  /** ROUGE-L. */
  public static MetricPart<CaptionInput> rougeL() {
    return MetricPart.overItems(
        "rouge-l",
        "longest common subsequence of words of each text and its references, and the mean",
        CaptionInput.class,
        input -> input.candidates().size(),
        input -> means(input.each(RougeL::of)));
  }

  /** CIDEr-D; its intervals keep the frequencies of n-grams that the whole corpus has. */
  public static MetricPart<CaptionInput> ciderD() {
    return MetricPart.overItems(
        "cider-d",
        "n-grams that each text shares with its references, rare ones counting more, and the mean",
        CaptionInput.class,
        input -> input.candidates().size(),
        input -> means(input.each(new CiderD(input.references())::of)));
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("candidates", candidates, "references", references, problems);
    IntStream.range(0, references.size())
        .filter(i -> references.get(i).isEmpty())
        .findFirst()
        .ifPresent(i -> problems.add("references", "item %d has no reference".formatted(i + 1)));
  }

  private Function<int[], Map<String, Object>> preparedBleu() {
    double[][] counts =
        IntStream.range(0, candidates.size())
            .mapToObj(i -> Bleu.counts(candidates.get(i), references.get(i)))
            .toArray(double[][]::new);
    return items -> {
      Bleu bleu = new Bleu();
      for (int i : items) {
        bleu.add(counts[i]);
      }
      Map<String, Object> result = new LinkedHashMap<>();
      for (int n = 1; n <= Bleu.ORDER; n++) {
        result.put("bleu-" + n, bleu.score(n));
      }
      result.put("brevity_penalty", bleu.brevityPenalty());
      result.put("candidate_length", bleu.candidateLength());
      result.put("reference_length", bleu.referenceLength());
      return result;
    };
  }

  /** A score of a text against its references. */
  private interface Score {
    double of(String candidate, List<String> references);
  }

  private double[] each(Score score) {
    return IntStream.range(0, candidates.size())
        .mapToDouble(i -> score.of(candidates.get(i), references.get(i)))
        .toArray();
  }

  private static Function<int[], Map<String, Object>> means(double[] values) {
    return items -> {
      double[] drawn = Arrays.stream(items).mapToDouble(i -> values[i]).toArray();
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("per_item", Arrays.stream(drawn).boxed().toList());
      result.put("mean", Arrays.stream(drawn).average().orElse(0));
      return result;
    };
  }
}
