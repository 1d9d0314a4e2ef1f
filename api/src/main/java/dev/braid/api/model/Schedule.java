package dev.braid.api.model;

import java.util.Map;

/**
 * How the learning rate changes during training: a factor for each update. It depends on the number
 * of the update alone, and on what {@link #measured} told where the schedule follows validation.
 */
public interface Schedule {

  /**
   * What every learning rate is multiplied by, at least 0.
   *
   * @param step the number of the update, from 0, counted from the end of warm-up
   */
  double factor(long step);

  /**
   * Is told the primary measure each time that the validation split was measured.
   *
   * @param higherIsBetter whether a larger value is better
   */
  default void measured(double value, boolean higherIsBetter) {}

  /** What it has to remember, as JSON can hold it: texts, truth values, longs, doubles. */
  default Map<String, Object> values() {
    return Map.of();
  }

  /** Goes on from saved {@link #values()}; numbers may come back as another kind of number. */
  default void restore(Map<String, Object> values) {}
}
