package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/** Linear layers numbered from 0, the activation between them and not after the last. */
public final class Mlp extends Module {

  private final List<Linear> layers = new ArrayList<>();
  private final Nonlinearity activation;
  private final double dropout;

  /**
   * Without dropout.
   *
   * @param sizes the input width, then the output width of each layer
   */
  public Mlp(List<Integer> sizes, Nonlinearity activation) {
    this(sizes, activation, 0);
  }

  /** With dropout after each activation. */
  public Mlp(List<Integer> sizes, Nonlinearity activation, double dropout) {
    this.activation = activation;
    this.dropout = dropout;
    for (int i = 0; i + 1 < sizes.size(); i++) {
      layers.add(child(Integer.toString(i), new Linear(sizes.get(i), sizes.get(i + 1))));
    }
  }

  /** Applies all layers, {@code [..., in]} to {@code [..., out]}. */
  public NDArray apply(NDArray x, boolean training) {
    NDArray y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).apply(y);
      if (i + 1 < layers.size()) {
        y = Tensors.dropout(activation.apply(y), dropout, training);
      }
    }
    return y;
  }

  @Override
  protected NDList run(NDList inputs, boolean training) {
    return new NDList(apply(inputs.singletonOrThrow(), training));
  }
}
