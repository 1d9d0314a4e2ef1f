package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * A piece of training with a state that checkpoints hold. After {@link #restore} with what {@link
 * #arrays()} and {@link #values()} gave, it goes on bit by bit as if it had never stopped.
 */
public interface Resumable {

  /** Its arrays by stable names, such as {@code exp_avg.fusion.w}; they stay its own. */
  Map<String, NDArray> arrays();

  /** Its counters and other values that JSON can hold: texts, truth values, longs, doubles. */
  Map<String, Object> values();

  /** Takes up a saved state; the arrays are copied. */
  void restore(Map<String, NDArray> arrays, Map<String, Object> values);
}
