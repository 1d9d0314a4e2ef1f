package dev.braid.api.model;

import ai.djl.ndarray.NDList;
import dev.braid.api.nn.Module;

/** The last block of a model: the fused encoding to a task's outputs. */
public abstract class Head extends Module {

  /** Which form of the fused encoding it works on. */
  public Form wants() {
    return Form.POOLED;
  }

  /** The outputs of a batch, such as logits {@code [B, classes]}. */
  public abstract NDList predict(Encoding fused, boolean training);

  /** As a plain DJL block: pooled vectors and presence in, outputs out. */
  @Override
  protected final NDList run(NDList inputs, boolean training) {
    return predict(Encoding.ofPooled(inputs.get(0), inputs.get(1)), training);
  }
}
