package dev.braid.api.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Updates parameters from their gradients. Owns its state; close it to free that. */
public interface Optimizer extends AutoCloseable {

  /**
   * One update in place, however many groups it has; the gradients are zero afterwards. A parameter
   * that is in no group keeps its value and state, and what depends on the number of updates, such
   * as a bias correction, counts the updates of each parameter: one that was frozen at first starts
   * as any other.
   *
   * @param groups no parameter is in two of them
   */
  void step(List<Group> groups);

  /** One update of parameters that share one learning rate and the optimizer's own decay. */
  default void step(Map<String, NDArray> gradients, double learningRate) {
    step(List.of(new Group(gradients, learningRate, null)));
  }

  /**
   * Parameters that are updated alike.
   *
   * @param gradients by parameter name
   * @param learningRate for this step
   * @param weightDecay instead of the optimizer's own; null to keep that. An optimizer that has no
   *     weight decay refuses one above 0 with an {@link IllegalArgumentException}
   */
  record Group(Map<String, NDArray> gradients, double learningRate, @Nullable Double weightDecay) {}

  /** Everything needed to go on bit by bit: arrays by name, such as {@code exp_avg.fusion.w}. */
  Map<String, NDArray> state();

  /** The number of updates made so far. */
  long steps();

  /** Continues from saved {@link #state()} and {@link #steps()}. */
  void restore(Map<String, NDArray> state, long steps);

  /** The learning rate of the spec. */
  double learningRate();

  /**
   * The weight decay of the spec, 0 where it has none. One that has it says so here, or {@code
   * training.decay} cannot keep it off biases and norms.
   */
  default double weightDecay() {
    return 0;
  }

  @Override
  void close();
}
