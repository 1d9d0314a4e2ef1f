package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.braid.api.model.Encoding;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;

/**
 * From pooled vectors to embeddings of length 1 whose inner product is their cosine: a linear layer
 * without bias, as in CLIP (Radford et al. 2021, arXiv:2103.00020).
 */
public final class Projection extends Module {

  private final Linear linear;

  /**
   * Makes the layer.
   *
   * @param in the width of the encoding
   * @param out the width of the embedding
   */
  public Projection(int in, int out) {
    linear = child("linear", new Linear(in, out, false));
  }

  /**
   * Embeds a batch.
   *
   * @param encoding pooled, {@code [B, in]}
   * @return {@code [B, out]}, rows of length 1; zeros where the sample is absent
   */
  public NDArray apply(Encoding encoding) {
    return apply(Tensors.orZeros(encoding.present(), encoding.requirePooled()));
  }

  private NDArray apply(NDArray vectors) {
    return Tensors.normalize(linear.apply(vectors), 1);
  }

  @Override
  protected NDList run(NDList inputs, boolean training) {
    return new NDList(apply(inputs.singletonOrThrow()));
  }
}
