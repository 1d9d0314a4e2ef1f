package dev.braid.api;

import dev.braid.api.metric.Resampling;
import org.jspecify.annotations.Nullable;

/**
 * A measure of predictions against the truth, for {@code braid score} and {@code braid parity}. Its
 * options are its input: a component for each list of truths, predictions and settings. {@link
 * #check} reports input that cannot be measured, such as two lists of different lengths.
 *
 * @param <I> the input
 */
public interface MetricFactory<I extends Record> extends PartFactory<I> {

  /**
   * Measures an input without problems.
   *
   * @return what JSON can hold: a finite number, a text, a list, or a map by name
   */
  Object compute(I input);

  /**
   * The numbers of the result that can have an interval, by their path in it ({@code micro.f1});
   * null where there is none.
   */
  default @Nullable Resampling resampling(I input) {
    return null;
  }
}
