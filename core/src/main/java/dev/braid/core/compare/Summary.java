package dev.braid.core.compare;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A measure over seeds.
 *
 * @param mean over the seeds
 * @param deviation the sample standard deviation (divided by n − 1), or null with one seed
 * @param values one per seed that finished, in the order of the seeds
 */
public record Summary(double mean, @Nullable Double deviation, List<Double> values) {

  /** Of some values, or null where there are none. */
  static @Nullable Summary of(Collection<Double> values) {
    if (values.isEmpty()) {
      return null;
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.size();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    Double deviation = values.size() < 2 ? null : Math.sqrt(squares / (values.size() - 1));
    return new Summary(mean, deviation, List.copyOf(values));
  }
}
