package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import org.jspecify.annotations.Nullable;

/** A 2-D convolution, weight {@code [out, in, kernel, kernel]}; torch.nn.Conv2d. */
final class Conv2d extends Module {

  private final Parameter weight;
  private final @Nullable Parameter bias;
  private final Shape stride;
  private final Shape padding;

  /** With a bias and torch's default start. */
  Conv2d(int in, int out, int kernel, int padding) {
    this(in, out, kernel, 1, padding, Init.fanIn((long) in * kernel * kernel), true);
  }

  Conv2d(int in, int out, int kernel, int stride, int padding, Init init, boolean withBias) {
    weight = parameter("weight", init, out, in, kernel, kernel);
    bias = withBias ? parameter("bias", init, out) : null;
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(padding, padding);
  }

  /** {@code [B, in, H, W]} to {@code [B, out, H', W']}. */
  NDArray apply(NDArray x) {
    return ai.djl.nn.convolutional.Conv2d.conv2d(
            x, weight.getArray(), bias == null ? null : bias.getArray(), stride, padding)
        .singletonOrThrow();
  }
}
