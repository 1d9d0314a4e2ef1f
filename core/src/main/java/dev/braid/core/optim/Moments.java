package dev.braid.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer that keeps arrays of the parameter's shape, its moments, for each parameter. A
 * subclass gives the formula twice: for many parameters in one call of the engine, and for one
 * parameter in operations of arrays, for engines that have no such call.
 */
public abstract class Moments implements Optimizer {

  private static final String COUNT = "step";

  private final double learningRate;
  private final double weightDecay;
  private final List<String> names;
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final FusedUpdate fused;
  private boolean useFused = true;
  private long steps;

  /**
   * Allocates moments that are zero.
   *
   * @param names of the moments, as torch's state names them
   */
  Moments(
      Map<String, NDArray> parameters,
      double learningRate,
      double weightDecay,
      FusedUpdate fused,
      List<String> names) {
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.fused = fused;
    this.names = names;
    parameters.forEach(
        (name, array) -> {
          NDArray[] zeros = new NDArray[names.size()];
          Arrays.setAll(zeros, i -> array.zerosLike());
          slots.put(name, new Slot(array, zeros, array.getManager().zeros(new Shape())));
        });
  }

  /** What one step does to the parameters of one group. */
  record Rates(double learningRate, double weightDecay) {}

  /** A parameter with its moments and the number of its updates. */
  static final class Slot {
    private final NDArray parameter;
    private final NDArray[] moments;
    private final NDArray savedCount; // as in torch's state; up to date after state()
    private long count;

    private Slot(NDArray parameter, NDArray[] moments, NDArray savedCount) {
      this.parameter = parameter;
      this.moments = moments;
      this.savedCount = savedCount;
    }

    NDArray parameter() {
      return parameter;
    }

    NDArray[] moments() {
      return moments;
    }

    /** The number of the update that is being made, from 1. */
    long count() {
      return count;
    }
  }

  /** The numbers that the fused formula finds by {@code (self).own(s, i)}. */
  abstract double[] settings();

  /** Updates one parameter and its moments in place; the gradient may be changed too. */
  abstract void update(Slot slot, NDArray gradient, Rates rates);

  /** Updates the parameters of one group and leaves their gradients zero. */
  void updateAll(List<Slot> theirs, List<NDArray> gradients, Rates rates) {
    if (theirs.isEmpty()) {
      return;
    }
    if (useFused && fused.runsOn(theirs.get(0).parameter)) {
      fused.apply(theirs, gradients, rates, settings());
      return;
    }
    for (int i = 0; i < theirs.size(); i++) {
      NDArray gradient = gradients.get(i);
      update(theirs.get(i), gradient, rates);
      try (NDManager scope = gradient.getManager().newSubManager()) {
        gradient.subi(in(scope, gradient.duplicate()));
      }
    }
  }

  /** Gives all moments this value. */
  final void fill(double value) {
    for (Slot slot : slots.values()) {
      Arrays.stream(slot.moments).forEach(moment -> moment.addi(value));
    }
  }

  /**
   * Makes a built-in optimizer update one parameter after the other, as it does on an engine
   * without scripts; for comparison.
   */
  public static Optimizer plainly(Optimizer optimizer) {
    ((Moments) optimizer).useFused = false;
    return optimizer;
  }

  @Override
  public final void step(List<Group> groups) {
    steps++;
    for (Group group : groups) {
      List<Slot> theirs = new ArrayList<>();
      for (String name : group.gradients().keySet()) {
        Slot slot = find(slots, name);
        slot.count++;
        theirs.add(slot);
      }
      Double decay = group.weightDecay();
      updateAll(
          theirs,
          List.copyOf(group.gradients().values()),
          new Rates(group.learningRate(), decay == null ? weightDecay : decay));
    }
  }

  @Override
  public final Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      for (Map.Entry<String, Slot> entry : slots.entrySet()) {
        state.put(names.get(i) + "." + entry.getKey(), entry.getValue().moments[i]);
      }
    }
    slots.forEach(
        (name, slot) -> {
          // Not set(float[]), whose copyTo makes the engine print a warning.
          try (var scope = slot.savedCount.getManager().newSubManager()) {
            slot.savedCount.set(new NDIndex("..."), scope.create(new float[] {slot.count}));
          }
          state.put(COUNT + "." + name, slot.savedCount);
        });
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
    slots.values().forEach(slot -> slot.count = (long) slot.savedCount.getFloat());
  }

  @Override
  public final double learningRate() {
    return learningRate;
  }

  @Override
  public final double weightDecay() {
    return weightDecay;
  }

  @Override
  public final void close() {
    for (Slot slot : slots.values()) {
      Arrays.stream(slot.moments).forEach(NDArray::close);
      slot.savedCount.close();
    }
  }

  /** Lets an intermediate result go with the scope instead of with the parameter. */
  static NDArray in(NDManager scope, NDArray array) {
    array.attach(scope);
    return array;
  }

  private static <T> T find(Map<String, T> map, String name) {
    T value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter '" + name + "' in this optimizer");
    }
    return value;
  }
}
