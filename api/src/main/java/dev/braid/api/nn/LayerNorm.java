package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Normalises the last axis, biased variance, eps 1e-5; torch.nn.LayerNorm, Ba et al. 2016. */
public final class LayerNorm extends Module {

  private final Parameter weight;
  private final Parameter bias;
  private final Shape shape;

  /** Over vectors of this width. */
  public LayerNorm(int width) {
    weight = parameter("weight", Init.ones(), width);
    bias = parameter("bias", Init.zeros(), width);
    shape = new Shape(width);
  }

  /** Applies the layer, {@code [..., width]}. */
  public NDArray apply(NDArray x) {
    return ai.djl.nn.norm.LayerNorm.layerNorm(x, shape, weight.getArray(), bias.getArray(), 1e-5f)
        .singletonOrThrow();
  }

  @Override
  protected NDList run(NDList inputs, boolean training) {
    return new NDList(apply(inputs.singletonOrThrow()));
  }
}
