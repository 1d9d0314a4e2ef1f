package dev.braid.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.Modality;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Intake;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a task without a model: encodings by formula, other values for each.
 *
 * @param names in the order of a spec
 * @param intake what the task takes of them
 */
record GivenInputs(List<String> names, Intake intake) {

  private static final int WIDTH = 6;
  private static final int TOKENS = 3;

  /** For a task whose options go with these inputs. */
  static <O extends Record> GivenInputs of(TaskFactory<O> factory, O options, List<String> names) {
    return new GivenInputs(
        names,
        factory.intake(
            options,
            names,
            (option, message) -> {
              throw new AssertionError(option + ": " + message);
            }));
  }

  /** What a task may know of inputs with these names, which their columns have as well. */
  static TaskContext context(List<String> names) {
    Map<String, TaskContext.Input> inputs = new LinkedHashMap<>();
    for (String name : names) {
      inputs.put(name, new TaskContext.Input(name, new Modality("given"), new NoReader()));
    }
    return new TaskContext(inputs);
  }

  /** What the task's head is built for. */
  HeadContext head() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    intake.alone().keySet().forEach(name -> widths.put(name, WIDTH));
    return new HeadContext(intake.fused().isEmpty() ? null : EncodingSpec.both(WIDTH), widths);
  }

  /** What the encodings of the samples {@code [from, to)} are made of, {@code [B, T, D]} each. */
  Map<String, NDArray> leaves(int from, int to, NDManager manager) {
    Map<String, NDArray> leaves = new LinkedHashMap<>();
    for (String name : names) {
      if (intake.used().contains(name)) {
        NDArray numbers =
            manager.arange((float) from * TOKENS * WIDTH, (float) to * TOKENS * WIDTH);
        leaves.put(
            name,
            numbers
                .add(manager.create(100f * names.indexOf(name)))
                .mul(manager.create(1.7f))
                .sin()
                .reshape(to - from, TOKENS, WIDTH));
      }
    }
    return leaves;
  }

  /** Encodings of which the first samples have no input at all. */
  static Map<String, Encoding> encodings(Map<String, NDArray> leaves, int absent) {
    Map<String, Encoding> encodings = new LinkedHashMap<>();
    leaves.forEach((name, leaf) -> encodings.put(name, encoding(leaf, absent)));
    return encodings;
  }

  private static Encoding encoding(NDArray leaf, int absent) {
    Shape shape = leaf.getShape();
    boolean[] here = new boolean[(int) shape.get(0)];
    Arrays.fill(here, absent, here.length, true);
    NDArray present = leaf.getManager().create(here);
    NDArray mask = present.expandDims(1).broadcast(shape.slice(0, 2));
    return new Encoding(Tensors.cover(leaf, mask), mask, leaf.mean(new int[] {1}), present);
  }

  /** The same of the samples {@code [from, to)}. */
  Map<String, Encoding> encodings(int from, int to, int absent, NDManager manager) {
    return encodings(leaves(from, to, manager), absent);
  }

  /** A pass of these encodings for a head. */
  GivenPass pass(
      Map<String, Encoding> encodings,
      Head head,
      @Nullable NDList targets,
      NDManager manager,
      boolean training) {
    return new GivenPass(
        encodings,
        intake.fused(),
        head.wants(),
        targets,
        manager,
        training,
        new SplittableRandom(5));
  }
}
