package dev.braid.api.model;

import dev.braid.api.Modality;
import dev.braid.api.data.Reader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a task may know of the inputs it is made for.
 *
 * @param inputs by name, in the order of the spec
 */
public record TaskContext(Map<String, Input> inputs) {

  /** Keeps the order of the given map. */
  public TaskContext {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  /**
   * An input.
   *
   * @param column of the data that it reads
   * @param reader the model's own; it has learned when the task's head is asked for, not before
   */
  public record Input(String column, Modality modality, Reader reader) {}

  /** One of them. */
  public Input input(String name) {
    Input input = inputs.get(name);
    if (input == null) {
      throw new IllegalArgumentException("no input '" + name + "' among " + inputs.keySet());
    }
    return input;
  }
}
