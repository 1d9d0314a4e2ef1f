package dev.braid.api.model;

import ai.djl.ndarray.NDList;

/** A head on the fused encoding and nothing else. */
public abstract class FusedHead extends Head {

  /** The outputs of a batch, such as logits {@code [B, classes]}. */
  public abstract NDList predict(Encoding fused, boolean training);

  @Override
  public final NDList predict(ModelPass pass) {
    return predict(pass.fused(), pass.training());
  }

  /** As a plain DJL block: pooled vectors and presence in, outputs out. */
  @Override
  protected final NDList run(NDList inputs, boolean training) {
    return predict(Encoding.ofPooled(inputs.get(0), inputs.get(1)), training);
  }
}
