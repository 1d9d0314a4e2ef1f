package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.script.WideLinear;
import org.jspecify.annotations.Nullable;

/** {@code y = x weightᵀ + bias}, {@code [..., in]} to {@code [..., out]}; torch.nn.Linear. */
public final class Linear extends Module {

  private final Parameter weight;
  private final @Nullable Parameter bias;

  /** With a bias. */
  public Linear(int in, int out) {
    this(in, out, true);
  }

  /** With or without a bias. */
  public Linear(int in, int out, boolean withBias) {
    weight = parameter("weight", Init.fanIn(in), out, in);
    bias = withBias ? parameter("bias", Init.fanIn(in), out) : null;
  }

  /** Applies the layer. */
  public NDArray apply(NDArray x) {
    return apply(x, weight.getArray(), bias == null ? null : bias.getArray());
  }

  /**
   * The same function with given arrays, in whichever way is the fastest here.
   *
   * @param x {@code [..., in]}
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}
   */
  public static NDArray apply(NDArray x, NDArray weight, @Nullable NDArray bias) {
    return WideLinear.pays(x, weight) ? WideLinear.apply(x, weight, bias) : plain(x, weight, bias);
  }

  /** By the operation that every engine has. */
  static NDArray plain(NDArray x, NDArray weight, @Nullable NDArray bias) {
    return ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
  }

  @Override
  protected NDList run(NDList inputs, boolean training) {
    return new NDList(apply(inputs.singletonOrThrow()));
  }
}
