package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** {@code linear2(activation(linear1(x)))}, the feed-forward part of a Transformer layer. */
public final class FeedForward extends Module {

  private final Linear linear1;
  private final Linear linear2;
  private final Nonlinearity activation;
  private final double dropout;

  /** From width to inner and back; dropout after the activation. */
  public FeedForward(int width, int inner, Nonlinearity activation, double dropout) {
    linear1 = child("linear1", new Linear(width, inner));
    linear2 = child("linear2", new Linear(inner, width));
    this.activation = activation;
    this.dropout = dropout;
  }

  /** Applies both layers, {@code [..., width]}. */
  public NDArray apply(NDArray x, boolean training) {
    return linear2.apply(Tensors.dropout(activation.apply(linear1.apply(x)), dropout, training));
  }

  @Override
  protected NDList run(NDList inputs, boolean training) {
    return new NDList(apply(inputs.singletonOrThrow(), training));
  }
}
