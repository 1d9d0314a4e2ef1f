package dev.braid.tasks.score;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.tasks.metrics.ClassCounts;
import dev.braid.tasks.metrics.Confusion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Input of {@code classification}. */
public record ClassificationInput(
    @Option(value = "number of the true class of each sample, from 0", min = 0, max = 999_999)
        List<Integer> truth,
    @Option(value = "number of the predicted class of each", min = 0, max = 999_999)
        List<Integer> predicted,
    @Option(
            value = "how many classes there are; the largest number and one where it is left out",
            min = 1,
            max = 1e6)
        @Nullable Integer classes)
    implements MetricInput {

  /** The measure. */
  public static MetricPart<ClassificationInput> metric() {
    return MetricPart.overItems(
        "classification",
        "accuracy, and precision, recall and F1 by class, micro, macro and weighted",
        ClassificationInput.class,
        input -> input.truth().size(),
        input -> input::measure);
  }

  @Override
  public void check(Problems problems) {
    MetricInput.paired("truth", truth, "predicted", predicted, problems);
    MetricInput.below("truth", truth, count(), "classes", problems);
    MetricInput.below("predicted", predicted, count(), "classes", problems);
  }

  private int count() {
    return classes != null
        ? classes
        : IntStream.concat(
                    truth.stream().mapToInt(Integer::intValue),
                    predicted.stream().mapToInt(Integer::intValue))
                .max()
                .orElse(0)
            + 1;
  }

  private Map<String, Object> measure(int[] items) {
    Confusion confusion = new Confusion(count());
    for (int i : items) {
      confusion.add(truth.get(i), predicted.get(i));
    }
    return result("accuracy", confusion.accuracy(), confusion);
  }

  /** A share of samples, then the scores of counts. */
  static Map<String, Object> result(String name, double share, ClassCounts counts) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(name, share);
    result.put(
        "per_class",
        IntStream.range(0, counts.classes()).mapToObj(c -> counts.of(c).named("")).toList());
    result.put("micro", counts.micro().named(""));
    result.put("macro", counts.macro().named(""));
    result.put("weighted", counts.weighted().named(""));
    return result;
  }
}
