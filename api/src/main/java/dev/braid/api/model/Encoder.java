package dev.braid.api.model;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.InputBatch;
import dev.braid.api.nn.Module;
import org.jspecify.annotations.Nullable;

/** A block from the features of one input to its encoding. */
public abstract class Encoder extends Module {

  /**
   * Encodes a batch. Padding must not change the result of real tokens, and absent samples must
   * give finite values.
   */
  public abstract Encoding encode(InputBatch input, boolean training);

  /** As a plain DJL block: values, mask (optional), present in; tokens and mask, pooled out. */
  @Override
  protected final NDList run(NDList inputs, boolean training) {
    boolean masked = inputs.size() > 2;
    Encoding out =
        encode(
            new InputBatch(
                inputs.get(0), masked ? inputs.get(1) : null, inputs.get(inputs.size() - 1)),
            training);
    NDList list = new NDList();
    addTo(list, out.tokens());
    addTo(list, out.mask());
    addTo(list, out.pooled());
    return list;
  }

  private static void addTo(NDList list, ai.djl.ndarray.@Nullable NDArray array) {
    if (array != null) {
      list.add(array);
    }
  }
}
