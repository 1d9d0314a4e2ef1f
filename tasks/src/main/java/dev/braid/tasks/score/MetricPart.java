package dev.braid.tasks.score;

import dev.braid.api.MetricFactory;
import dev.braid.api.Problems;
import dev.braid.api.metric.Resampling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A built-in measure.
 *
 * @param options the class of its input
 * @param measure its result
 * @param resample what can have an interval
 */
public record MetricPart<I extends Record>(
    String type,
    String description,
    Class<I> options,
    Function<I, Object> measure,
    Function<I, @Nullable Resampling> resample)
    implements MetricFactory<I> {

  /**
   * A measure over items, where every number of the result outside lists has an interval.
   *
   * @param items how many an input has
   * @param measure prepares an input once and then measures items of it, given by number
   */
  static <I extends Record> MetricPart<I> overItems(
      String type,
      String description,
      Class<I> input,
      ToIntFunction<I> items,
      Function<I, Function<int[], Map<String, Object>>> measure) {
    return new MetricPart<>(
        type,
        description,
        input,
        given -> measure.apply(given).apply(IntStream.range(0, items.applyAsInt(given)).toArray()),
        given -> {
          Function<int[], Map<String, Object>> prepared = measure.apply(given);
          return new Resampling(
              items.applyAsInt(given),
              drawn -> {
                Map<String, Double> numbers = new LinkedHashMap<>();
                numbers("", prepared.apply(drawn), numbers);
                return numbers;
              });
        });
  }

  private static void numbers(String path, Map<?, ?> result, Map<String, Double> numbers) {
    result.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            numbers.put(path + name, number.doubleValue());
          } else if (value instanceof Map<?, ?> map) {
            numbers(path + name + ".", map, numbers);
          }
        });
  }

  @Override
  public void check(I input, Problems problems) {
    if (input instanceof MetricInput given) {
      given.check(problems);
    }
  }

  @Override
  public Object compute(I input) {
    return measure.apply(input);
  }

  @Override
  public @Nullable Resampling resampling(I input) {
    return resample.apply(input);
  }
}
