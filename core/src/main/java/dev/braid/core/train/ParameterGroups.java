package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code training.groups} and {@code training.decay} make of each parameter. Of several {@link
 * ParameterPattern patterns} that match a parameter the last one that sets an option decides about
 * that option.
 */
public final class ParameterGroups {

  private final Map<String, Parameter> parameters;
  private final Map<String, GroupOptions> groups;
  private final Decay decay;
  private final Map<String, List<String>> matches = new LinkedHashMap<>();

  /** Over the parameters that are trained, by name. */
  public ParameterGroups(Map<String, Parameter> parameters, TrainingOptions options) {
    this.parameters = parameters;
    this.groups = options.groups();
    this.decay = options.decay();
    groups
        .keySet()
        .forEach(glob -> matches.put(glob, new ParameterPattern(glob).among(parameters.keySet())));
  }

  /** The names that a pattern of the options matches. */
  public List<String> matched(String glob) {
    return matches.getOrDefault(glob, List.of());
  }

  /** Whether a parameter stays as it is in an epoch, counted from 1. */
  public boolean frozen(String name, int epoch) {
    Integer until = last(name, GroupOptions::frozenUntil);
    return until != null && epoch <= until;
  }

  /** Whether weight decay applies to a parameter. */
  public boolean decays(String name) {
    Parameter parameter = Objects.requireNonNull(parameters.get(name), name);
    return decay == Decay.ALL || parameter.getShape().dimension() >= 2;
  }

  private <T> @Nullable T last(String name, Function<GroupOptions, @Nullable T> option) {
    T value = null;
    for (Map.Entry<String, GroupOptions> group : groups.entrySet()) {
      T own = option.apply(group.getValue());
      if (own != null && matched(group.getKey()).contains(name)) {
        value = own;
      }
    }
    return value;
  }

  /** Parameters with one learning rate, before the schedule, and one weight decay. */
  private record Alike(double learningRate, double weightDecay) {}

  /**
   * Parts gradients into what the optimizer updates alike.
   *
   * @return from a factor of the schedule and gradients by name to the groups of a step
   */
  Partition of(Optimizer optimizer) {
    Map<Alike, List<String>> alike = new LinkedHashMap<>();
    double ownRate = optimizer.learningRate();
    double ownDecay = optimizer.weightDecay();
    for (String name : parameters.keySet()) {
      Double rate = last(name, GroupOptions::learningRate);
      Double given = last(name, GroupOptions::weightDecay);
      double wanted = given == null ? ownDecay : given;
      alike
          .computeIfAbsent(
              new Alike(rate == null ? ownRate : rate, decays(name) ? wanted : 0),
              a -> new ArrayList<>())
          .add(name);
    }
    return (gradients, factor) -> {
      List<Optimizer.Group> parts = new ArrayList<>();
      alike.forEach(
          (settings, names) -> {
            Map<String, NDArray> theirs = new LinkedHashMap<>();
            for (String name : names) {
              NDArray gradient = gradients.get(name);
              if (gradient != null) {
                theirs.put(name, gradient);
              }
            }
            if (!theirs.isEmpty()) {
              double weightDecay = settings.weightDecay;
              parts.add(
                  new Optimizer.Group(
                      theirs,
                      settings.learningRate * factor,
                      weightDecay == ownDecay ? null : weightDecay));
            }
          });
      return parts;
    };
  }

  /** From gradients by name to the groups of a step. */
  interface Partition {
    /** The groups, each learning rate times a factor; a parameter without a gradient is in none. */
    List<Optimizer.Group> groups(Map<String, NDArray> gradients, double factor);
  }
}
