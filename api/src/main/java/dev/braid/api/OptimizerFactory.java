package dev.braid.api;

import ai.djl.ndarray.NDArray;
import dev.braid.api.model.Optimizer;
import java.util.Map;

/** Makes an optimizer for a model's trainable parameters. */
public interface OptimizerFactory<O extends Record> extends PartFactory<O> {

  /**
   * Allocates the state, in the managers of the parameters.
   *
   * @param parameters by name, in a fixed order
   */
  Optimizer create(O options, Map<String, NDArray> parameters);
}
