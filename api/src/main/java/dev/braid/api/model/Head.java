package dev.braid.api.model;

import ai.djl.ndarray.NDList;
import dev.braid.api.nn.Module;

/**
 * The last block of a model: what its inputs were encoded and fused to becomes a task's outputs.
 * Most heads need the fused encoding alone and extend {@link FusedHead}.
 */
public abstract class Head extends Module {

  /** Which form of the fused encoding it works on. */
  public Form wants() {
    return Form.POOLED;
  }

  /** The outputs of a batch; whatever loss, measures and decoding of the same task need. */
  public abstract NDList predict(ModelPass pass);

  /** A head that takes more than one encoding is no function of plain arrays. */
  @Override
  protected NDList run(NDList inputs, boolean training) {
    throw new UnsupportedOperationException("this head works within a model; see predict");
  }
}
