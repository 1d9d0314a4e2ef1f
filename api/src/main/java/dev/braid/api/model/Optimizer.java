package dev.braid.api.model;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Updates parameters from their gradients. Owns its state; close it to free that. */
public interface Optimizer extends AutoCloseable {

  /**
   * One update in place; the gradients are zero afterwards.
   *
   * @param gradients by parameter name; a parameter without an entry keeps its value and state
   * @param learningRate for this step
   */
  void step(Map<String, NDArray> gradients, double learningRate);

  /** Everything needed to go on bit by bit: arrays by name, such as {@code exp_avg.fusion.w}. */
  Map<String, NDArray> state();

  /** The number of updates made so far. */
  long steps();

  /** Continues from saved {@link #state()} and {@link #steps()}. */
  void restore(Map<String, NDArray> state, long steps);

  /** The learning rate of the spec. */
  double learningRate();

  @Override
  void close();
}
