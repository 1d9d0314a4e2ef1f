package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the gradients of a step to new values of the parameters. */
final class Update implements Resumable {

  private static final String STEPS = "updates";

  private final Map<String, Parameter> trained;
  private final Optimizer optimizer;

  /** Over the parameters that are trained, by name. */
  Update(Map<String, Parameter> trained, Optimizer optimizer) {
    this.trained = trained;
    this.optimizer = optimizer;
  }

  /** The gradients that the last backward pass left, by parameter; freed with the manager. */
  Map<String, NDArray> gradients(NDManager manager) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    trained.forEach(
        (name, parameter) -> {
          NDArray gradient = parameter.getArray().getGradient();
          gradient.attach(manager); // a handle of its own, freed with the step
          gradients.put(name, gradient);
        });
    return gradients;
  }

  /** Changes the parameters; the gradients are zero afterwards. */
  void apply(Map<String, NDArray> gradients) {
    optimizer.step(gradients, learningRate());
  }

  /** The rate of the next update. */
  double learningRate() {
    return optimizer.learningRate();
  }

  /**
   * Is told what validation gave at the end of an epoch, before its checkpoint is written.
   *
   * @param measures by name; empty where there is no validation split
   * @return why training should end here, or null to go on
   */
  @Nullable String validated(Map<String, Double> measures) {
    return null;
  }

  @Override
  public Map<String, NDArray> arrays() {
    return optimizer.state();
  }

  @Override
  public Map<String, Object> values() {
    return Map.of(STEPS, optimizer.steps());
  }

  @Override
  public void restore(Map<String, NDArray> arrays, Map<String, Object> values) {
    optimizer.restore(arrays, ((Number) values.getOrDefault(STEPS, 0L)).longValue());
  }
}
