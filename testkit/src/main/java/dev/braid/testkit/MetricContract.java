package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.api.MetricFactory;
import dev.braid.api.metric.Resampling;
import dev.braid.core.parts.PartKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every measure must do. Extend it with a class that gives the factory, an input of a few
 * items as {@link #options()} and inputs that cannot be measured.
 *
 * @param <I> the measure's input
 */
public abstract class MetricContract<I extends Record> extends PartContract<I> {

  @Override
  protected abstract MetricFactory<I> factory();

  /** Inputs of the right types that cannot be measured, such as lists of different lengths. */
  protected abstract List<I> refused();

  @Override
  final PartKind kind() {
    return PartKind.METRIC;
  }

  @Test
  void theResultIsWhatJsonCanHold() {
    assertJson("result", factory().compute(options()));
  }

  private static void assertJson(String path, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, inner) -> {
            assertThat(name).as("a name in %s", path).isInstanceOf(String.class);
            assertJson(path + "." + name, inner);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> assertJson(path + "[]", inner));
    } else if (value instanceof Number number) {
      assertThat(number.doubleValue()).as(path).isFinite();
    } else {
      assertThat(value).as(path).isInstanceOfAny(String.class, Boolean.class);
    }
  }

  @Test
  void theSameInputHasTheSameResult() {
    Object first = factory().compute(options());
    assertThat(factory().compute(options())).isEqualTo(first);
  }

  @Test
  void inputThatCannotBeMeasuredIsReported() {
    assertThat(refused()).as("refused()").isNotEmpty();
    for (I input : refused()) {
      List<String> problems = new ArrayList<>();
      factory().check(input, (option, message) -> problems.add(option + ": " + message));
      assertThat(problems).as("problems with %s", input).isNotEmpty();
    }
  }

  @Test
  void everyItemOnceGivesTheNumbersOfTheResult() {
    Resampling resampling = factory().resampling(options());
    if (resampling == null) {
      return; // no number of it has an interval
    }
    Object result = factory().compute(options());
    Map<String, Double> numbers =
        resampling.measures().apply(IntStream.range(0, resampling.items()).toArray());
    assertThat(numbers).as("numbers with an interval").isNotEmpty();
    numbers.forEach(
        (path, number) -> {
          assertThat(at(result, path))
              .as("%s in the result", path)
              .isInstanceOfSatisfying(
                  Number.class,
                  there -> assertThat(number).isEqualTo(there.doubleValue(), within(1e-9)));
        });
  }

  @Test
  void anyItemsMayBeDrawnSeveralTimes() {
    Resampling resampling = factory().resampling(options());
    if (resampling == null) {
      return;
    }
    Map<String, Double> whole =
        resampling.measures().apply(IntStream.range(0, resampling.items()).toArray());
    for (int item = 0; item < resampling.items(); item++) {
      int[] drawn = new int[resampling.items()];
      Arrays.fill(drawn, item);
      Map<String, Double> numbers = resampling.measures().apply(drawn);
      assertThat(numbers.keySet()).isEqualTo(whole.keySet());
      numbers.forEach((path, number) -> assertThat(number).as(path).isFinite());
    }
  }

  /** By a path of names with dots, where a name may hold dots itself. */
  private static @Nullable Object at(Object result, String path) {
    if (!(result instanceof Map<?, ?> map) || map.containsKey(path)) {
      return result instanceof Map<?, ?> found ? found.get(path) : null;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      Object inner = map.get(path.substring(0, dot));
      Object found = inner == null ? null : at(inner, path.substring(dot + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
