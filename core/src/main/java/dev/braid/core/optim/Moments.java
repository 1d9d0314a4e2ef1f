package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.braid.api.model.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An optimizer that keeps one or more arrays of the parameter's shape for each parameter. */
abstract class Moments implements Optimizer {

  private final Map<String, NDArray> parameters;
  private final List<String> names;
  private final Map<String, NDArray[]> moments = new LinkedHashMap<>();
  private long steps;

  Moments(Map<String, NDArray> parameters, String... names) {
    this.parameters = new LinkedHashMap<>(parameters);
    this.names = List.of(names);
    parameters.forEach(
        (name, array) -> {
          NDArray[] zeros = new NDArray[names.length];
          Arrays.setAll(zeros, i -> array.zerosLike());
          moments.put(name, zeros);
        });
  }

  /**
   * Updates one parameter and its moments in place and leaves its gradient zero.
   *
   * @param step the number of this update, from 1
   */
  protected abstract void update(
      NDArray parameter, NDArray gradient, NDArray[] moments, double rate, long step);

  /** Does the same to many parameters at once; an engine may have a faster way for that. */
  protected void updateAll(
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<NDArray[]> moments,
      double rate,
      long step) {
    for (int i = 0; i < parameters.size(); i++) {
      update(parameters.get(i), gradients.get(i), moments.get(i), rate, step);
    }
  }

  @Override
  public final void step(Map<String, NDArray> gradients, double learningRate) {
    steps++;
    List<NDArray> arrays = new ArrayList<>();
    List<NDArray[]> theirs = new ArrayList<>();
    for (String name : gradients.keySet()) {
      arrays.add(find(parameters, name));
      theirs.add(find(moments, name));
    }
    updateAll(arrays, List.copyOf(gradients.values()), theirs, learningRate, steps);
  }

  @Override
  public final Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      for (Map.Entry<String, NDArray[]> entry : moments.entrySet()) {
        state.put(names.get(i) + "." + entry.getKey(), entry.getValue()[i]);
      }
    }
    return state;
  }

  @Override
  public final long steps() {
    return steps;
  }

  @Override
  public final void restore(Map<String, NDArray> state, long steps) {
    this.steps = steps;
    state().forEach((name, array) -> array.set(new NDIndex("..."), find(state, name)));
  }

  @Override
  public final void close() {
    moments.values().forEach(arrays -> Arrays.stream(arrays).forEach(NDArray::close));
  }

  private static <T> T find(Map<String, T> map, String name) {
    T value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter '" + name + "' in this optimizer");
    }
    return value;
  }
}
