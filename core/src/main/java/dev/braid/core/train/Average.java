package dev.braid.core.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.script.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exponential moving average of trained parameters: after update n each average moves to its
 * parameter by {@code 1 - min(decay, (1 + n) / (10 + n))} of the way, as
 * tf.train.ExponentialMovingAverage does with num_updates, so that the first values are soon
 * forgotten. Buffers, such as the running statistics of a batch norm, are averages already and are
 * used as they are, as torch.optim.swa_utils.AveragedModel does with use_buffers False.
 */
final class Average {

  private static final Script FUSED =
      new Script(
          """
          def follow(self, share: Tensor, averages: List[Tensor], parameters: List[Tensor]) -> Tensor:
            recording = torch.is_grad_enabled()
            torch.set_grad_enabled(False)
            torch._foreach_lerp_(averages, parameters, float(share))
            torch.set_grad_enabled(recording)
            return share
          """);

  private final Map<String, Parameter> parameters;
  private final Map<String, NDArray> averages = new LinkedHashMap<>();
  private final double decay;
  private final boolean fused;

  /** Starts with the values that the parameters have. */
  Average(Map<String, Parameter> parameters, double decay) {
    this(
        parameters,
        decay,
        !parameters.isEmpty() && FUSED.runsOn(parameters.values().iterator().next().getArray()));
  }

  /** Whether to use one call of the engine for all. */
  Average(Map<String, Parameter> parameters, double decay, boolean fused) {
    this.parameters = parameters;
    this.decay = decay;
    this.fused = fused;
    parameters.forEach(
        (name, parameter) -> {
          NDArray array = parameter.getArray();
          NDArray average = array.getManager().zeros(array.getShape());
          copy(array, average);
          averages.put(name, average);
        });
  }

  /** Follows the parameters after an update, counted from 1. */
  void follow(long update) {
    double share = 1 - Math.min(decay, (1.0 + update) / (10.0 + update));
    List<NDArray> values = new ArrayList<>();
    parameters.values().forEach(parameter -> values.add(parameter.getArray()));
    List<NDArray> theirs = List.copyOf(averages.values());
    if (fused) {
      try (NDManager scope = theirs.get(0).getManager().newSubManager(Device.cpu())) {
        FUSED.update("follow", scope.create(share), List.of(theirs, values));
      }
      return;
    }
    for (int i = 0; i < theirs.size(); i++) {
      try (NDManager scope = theirs.get(i).getManager().newSubManager()) {
        NDArray way = theirs.get(i).sub(values.get(i));
        way.attach(scope);
        theirs.get(i).subi(way.muli(share));
      }
    }
  }

  /** The averages by parameter name; they stay its own. */
  Map<String, NDArray> arrays() {
    return averages;
  }

  /** Takes up saved averages, which are copied; names that are no parameters of its are left. */
  void restore(Map<String, NDArray> saved) {
    averages.forEach(
        (name, average) -> {
          NDArray array = saved.get(name);
          if (array == null || !array.getShape().equals(average.getShape())) {
            throw new IllegalArgumentException("it has no average of '" + name + "'");
          }
          copy(array, average);
        });
  }

  /** The model has the averaged values until this is closed, and then its own again. */
  Use use() {
    NDManager scope = NDManager.newBaseManager();
    Map<String, NDArray> own = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          NDArray array = parameter.getArray();
          NDArray kept = scope.zeros(array.getShape());
          copy(array, kept);
          own.put(name, kept);
        });
    put(averages);
    return () -> {
      put(own);
      scope.close();
    };
  }

  private void put(Map<String, NDArray> values) {
    values.forEach(
        (name, value) -> {
          Parameter parameter = parameters.get(name);
          if (parameter != null) {
            copy(value, parameter.getArray());
          }
        });
  }

  private static void copy(NDArray from, NDArray to) {
    boolean recorded = to.hasGradient();
    to.setRequiresGradient(false);
    to.set(new NDIndex("..."), from); // copyTo would make the engine print a warning
    to.setRequiresGradient(recorded);
  }

  /** A time in which the model has other values. */
  @FunctionalInterface
  interface Use extends AutoCloseable {
    @Override
    void close();
  }
}
