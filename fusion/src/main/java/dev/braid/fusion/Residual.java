package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Tensors;
import java.util.function.UnaryOperator;

/**
 * The residual of a Transformer sub-layer: {@code x + f(LN x)} with the norm before, {@code LN(x +
 * f(x))} with the norm after.
 *
 * @param preNorm whether the norm comes before
 * @param dropout on f's result while training
 */
record Residual(boolean preNorm, double dropout) {

  /** One sub-layer. */
  NDArray apply(NDArray x, LayerNorm norm, UnaryOperator<NDArray> f, boolean training) {
    return preNorm
        ? x.add(drop(f.apply(norm.apply(x)), training))
        : norm.apply(x.add(drop(f.apply(x), training)));
  }

  /** The dropout alone. */
  NDArray drop(NDArray branch, boolean training) {
    return Tensors.dropout(branch, dropout, training);
  }
}
