package dev.braid.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A batch without a model: encodings are given, and fused by their mean or, as tokens, in a row.
 *
 * @param encodings of each input, in both forms
 * @param fusedInputs those that are fused
 * @param form of the fused encoding
 * @param random the source of choices
 */
record GivenPass(
    Map<String, Encoding> encodings,
    List<String> fusedInputs,
    Form form,
    @Nullable NDList targets,
    NDManager manager,
    boolean training,
    RandomGenerator random)
    implements ModelPass {

  @Override
  public int samples() {
    return (int) encodings.values().iterator().next().present().getShape().get(0);
  }

  @Override
  public InputBatch features(String input) {
    throw new UnsupportedOperationException("this pass begins with encodings");
  }

  @Override
  public Encoding encoding(String input) {
    return Objects.requireNonNull(encodings.get(input), input);
  }

  @Override
  public Encoding encode(String input, InputBatch features) {
    throw new UnsupportedOperationException("this pass begins with encodings");
  }

  @Override
  public Encoding fuse(Map<String, Encoding> some) {
    if (!List.copyOf(some.keySet()).equals(fusedInputs)) {
      throw new IllegalArgumentException(some.keySet() + " are not " + fusedInputs + " in order");
    }
    List<Encoding> all = List.copyOf(some.values());
    NDArray present = Tensors.any(all.stream().map(Encoding::present).toList());
    if (form == Form.TOKENS) {
      return Encoding.ofTokens(
          Tensors.concat(all.stream().map(Encoding::requireTokens).toList(), 1),
          Tensors.concat(all.stream().map(Encoding::requireMask).toList(), 1),
          present);
    }
    List<NDArray> values = new ArrayList<>();
    List<NDArray> counts = new ArrayList<>();
    for (Encoding one : all) {
      values.add(Tensors.orZeros(one.present(), one.requirePooled()));
      counts.add(one.present().toType(DataType.FLOAT32, false));
    }
    NDArray count = Tensors.sum(counts);
    NDArray atLeastOne = count.maximum(Tensors.scalar(count, 1));
    return Encoding.ofPooled(Tensors.sum(values).div(atLeastOne.expandDims(1)), present);
  }

  @Override
  public Encoding fused() {
    Map<String, Encoding> all = new LinkedHashMap<>();
    fusedInputs.forEach(input -> all.put(input, encoding(input)));
    return fuse(all);
  }
}
