package dev.braid.tasks.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.nn.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that goes on with texts one word at a time. It keeps the keys and values of the words
 * before and of the memory, so that a step computes one word only. Close it to free them.
 */
public final class Continuation implements NextWord, AutoCloseable {

  private final TextDecoder decoder;
  private final NDManager manager;

  /** Which sample each row belongs to. */
  private int[] owners;

  /** Per layer, {@code [rows, S, 2 * width]}. */
  private List<NDArray> memory;

  private NDArray mask;

  /** Per layer, {@code [rows, words so far, 2 * width]}. */
  private @Nullable List<NDArray> written;

  private int length;

  Continuation(TextDecoder decoder, TextDecoder.Memory start, NDManager manager) {
    this.decoder = decoder;
    this.manager = manager;
    owners = IntStream.range(0, (int) start.mask().getShape().get(0)).toArray();
    try (NDManager step = manager.newSubManager()) {
      NDArray tokens = start.tokens().reshape(start.tokens().getShape());
      tokens.attach(step); // so that what is made on the way goes with the step
      memory = decoder.layers().stream().map(layer -> layer.memory(tokens)).toList();
      memory.forEach(array -> array.attach(manager));
    }
    mask = start.mask().duplicate();
    mask.attach(manager);
  }

  @Override
  public float[][] after(int[] parents, int[] words) {
    try (NDManager step = manager.newSubManager()) {
      select(parents, step);
      long[] ids = Arrays.stream(words).asLongStream().toArray();
      NDArray x = decoder.embed(step.create(ids, new Shape(ids.length, 1)), length);
      NDArray seen = mask.reshape(mask.getShape());
      seen.attach(step); // so that what attention makes of it goes with the step
      NDArray[] longer = new NDArray[memory.size()];
      for (int i = 0; i < longer.length; i++) {
        DecoderLayer layer = decoder.layers().get(i);
        longer[i] = layer.written(x);
        if (written != null) {
          longer[i] = written.get(i).concat(longer[i], 1);
        }
        x = layer.next(x, longer[i], memory.get(i), seen);
      }
      if (written != null) {
        written.forEach(NDArray::close);
      }
      written = List.of(longer);
      written.forEach(array -> array.attach(manager));
      length++;
      return rows(decoder.logProbabilities(x));
    }
  }

  /** Keeps the rows that go on. */
  private void select(int[] parents, NDManager step) {
    int[] next = Arrays.stream(parents).map(parent -> owners[parent]).toArray();
    boolean sameRows = Arrays.equals(parents, IntStream.range(0, owners.length).toArray());
    if (sameRows) {
      return;
    }
    NDArray index = step.create(Arrays.stream(parents).asLongStream().toArray());
    if (written != null) {
      written = replaced(written, array -> Tensors.rows(array, index), step);
    }
    if (!Arrays.equals(next, owners)) { // beams that change places within a sample share its memory
      memory = replaced(memory, array -> Tensors.rows(array, index), step);
      mask = replaced(List.of(mask), array -> Tensors.rowsOfMask(array, index), step).get(0);
    }
    owners = next;
  }

  /** The old arrays and all that is made on the way go with the step. */
  private List<NDArray> replaced(
      List<NDArray> arrays, Function<NDArray, NDArray> change, NDManager step) {
    return arrays.stream()
        .map(
            array -> {
              array.attach(step);
              NDArray changed = change.apply(array);
              changed.attach(manager);
              return changed;
            })
        .toList();
  }

  private static float[][] rows(NDArray logProbabilities) {
    float[] values = logProbabilities.toFloatArray();
    int rows = (int) logProbabilities.getShape().get(0);
    int size = values.length / rows;
    float[][] all = new float[rows][];
    for (int row = 0; row < rows; row++) {
      all[row] = Arrays.copyOfRange(values, row * size, (row + 1) * size);
    }
    return all;
  }

  @Override
  public void close() {
    manager.close();
  }
}
