package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Schedule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * From the gradients of a step to new values of the parameters: clipping, groups and freezing, the
 * schedule, the optimizer, the average of weights; and what validation makes of them.
 */
final class Update implements Resumable {

  private static final String STEPS = "updates";
  private static final String SCHEDULE = "schedule.";
  private static final String STOPPING = "early_stopping.";

  private final Map<String, Parameter> trained;
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final String metric;
  private final boolean higherIsBetter;
  private final ParameterGroups groups;
  private final ParameterGroups.Partition partition;
  private final @Nullable Double clipNorm;
  private final Predicate<String> apart;
  private final @Nullable Average average;
  private final @Nullable EarlyStopping stopping;
  private final Set<String> frozen = new HashSet<>();

  /**
   * Over the parameters of a model that are trained, which have their first values already.
   *
   * @param schedule with its warm-up
   * @param metric the measure that schedule and early stopping follow
   */
  Update(
      Map<String, Parameter> trained,
      Optimizer optimizer,
      Schedule schedule,
      TrainingOptions options,
      String metric,
      boolean higherIsBetter) {
    this.trained = trained;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.metric = metric;
    this.higherIsBetter = higherIsBetter;
    this.groups = new ParameterGroups(trained, options);
    this.partition = groups.of(optimizer);
    this.clipNorm = options.clipNorm();
    this.apart = options.balance() == null ? name -> false : options.balance()::apart;
    this.average = options.ema() == null ? null : new Average(trained, options.ema());
    this.stopping =
        options.earlyStopping() == null
            ? null
            : new EarlyStopping(options.earlyStopping(), metric, higherIsBetter);
  }

  /** Parameters are frozen or not as they are in this epoch, counted from 1. */
  void epoch(int number) {
    frozen.clear();
    trained.forEach(
        (name, parameter) -> {
          boolean learns = !groups.frozen(name, number);
          if (!learns) {
            frozen.add(name);
          }
          if (parameter.getArray().hasGradient() != learns) {
            parameter.getArray().setRequiresGradient(learns);
          }
        });
  }

  /**
   * The gradients that the last backward passes left, by parameter; freed with the manager. A
   * frozen parameter has none.
   */
  Map<String, NDArray> gradients(NDManager manager) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    trained.forEach(
        (name, parameter) -> {
          if (!frozen.contains(name)) {
            NDArray gradient = parameter.getArray().getGradient();
            gradient.attach(manager); // a handle of its own, freed with the step
            gradients.put(name, gradient);
          }
        });
    return gradients;
  }

  /**
   * Changes the parameters; the gradients are zero afterwards.
   *
   * @param share what the gradients are multiplied by first: 1 over the weight of all samples where
   *     they are sums, or 1
   */
  void apply(Map<String, NDArray> gradients, double share) {
    if (share != 1) {
      new Gradients(List.copyOf(gradients.values())).scale(share);
    }
    if (clipNorm != null) {
      clip(gradients, clipNorm);
    }
    optimizer.step(partition.groups(gradients, schedule.factor(optimizer.steps())));
    if (average != null) {
      average.follow(optimizer.steps());
    }
  }

  /** Heads that only observe are clipped for themselves: the others are as without them. */
  private void clip(Map<String, NDArray> gradients, double largest) {
    List<NDArray> own = new ArrayList<>();
    List<NDArray> observing = new ArrayList<>();
    gradients.forEach((name, gradient) -> (apart.test(name) ? observing : own).add(gradient));
    new Gradients(own).clip(largest);
    new Gradients(observing).clip(largest);
  }

  /** The learning rate of the last update, or of the first where there was none yet. */
  double learningRate() {
    return optimizer.learningRate() * schedule.factor(Math.max(0, optimizer.steps() - 1));
  }

  /**
   * Is told what validation gave at the end of an epoch, before its checkpoint is written.
   *
   * @param measures by name; empty where there is no validation split
   * @return why training should end here, or null to go on
   */
  @Nullable String validated(Map<String, Double> measures) {
    Double value = measures.get(metric);
    if (value == null) {
      return null;
    }
    schedule.measured(value, higherIsBetter);
    return stopping == null ? null : stopping.measured(value);
  }

  /** The model has its averaged values, where there are any, until this is closed. */
  Average.Use averaged() {
    return average == null ? () -> {} : average.use();
  }

  /** The averaged values by parameter name; empty where nothing is averaged. */
  Map<String, NDArray> averages() {
    return average == null ? Map.of() : average.arrays();
  }

  /** Takes up saved averages. */
  void restoreAverages(Map<String, NDArray> saved) {
    if (average != null) {
      average.restore(saved);
    }
  }

  @Override
  public Map<String, NDArray> arrays() {
    return optimizer.state();
  }

  @Override
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(STEPS, optimizer.steps());
    schedule.values().forEach((name, value) -> values.put(SCHEDULE + name, value));
    if (stopping != null) {
      stopping.values().forEach((name, value) -> values.put(STOPPING + name, value));
    }
    return values;
  }

  @Override
  public void restore(Map<String, NDArray> arrays, Map<String, Object> values) {
    Object steps = Objects.requireNonNullElse(values.get(STEPS), 0L);
    optimizer.restore(arrays, ((Number) steps).longValue());
    schedule.restore(part(values, SCHEDULE));
    if (stopping != null) {
      stopping.restore(part(values, STOPPING));
    }
  }

  private static Map<String, Object> part(Map<String, Object> values, String prefix) {
    Map<String, Object> part = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), value);
          }
        });
    return part;
  }
}
