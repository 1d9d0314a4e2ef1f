package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolution, pooling and norms. */
final class Layers {

  public NDList convolution(
      NDArray input,
      NDArray weight,
      @Nullable NDArray bias,
      Shape stride,
      Shape padding,
      Shape dilation,
      int groups) {
    SymbolicArray x = SymbolicArray.of(input);
    SymbolicArray w = SymbolicArray.of(weight);
    long[] sizes = x.layout().sizes();
    long[] kernel = w.layout().sizes();
    if (sizes[1] != kernel[1] * groups) {
      throw new IllegalArgumentException("convolution: " + x + " and " + w + " do not fit");
    }
    sizes[1] = kernel[0];
    for (int i = 0; i < stride.dimension(); i++) {
      long reach = dilation.get(i) * (kernel[i + 2] - 1) + 1;
      sizes[i + 2] = (sizes[i + 2] + 2 * padding.get(i) - reach) / stride.get(i) + 1;
    }
    Layout out = Layout.contiguous(sizes);
    x.ledger().macs(out.elements() * (w.layout().elements() / kernel[0]));
    boolean tracked = x.tracked() || w.tracked();
    return new NDList(x.result(out, x.type(), tracked).self());
  }

  /** Maxima keep their places. */
  NDArray pool(
      SymbolicArray x, Shape kernel, Shape stride, Shape padding, boolean ceil, boolean maxima) {
    long[] sizes = x.layout().sizes();
    int first = sizes.length - kernel.dimension();
    for (int i = 0; i < kernel.dimension(); i++) {
      long room = sizes[first + i] + 2 * padding.get(i) - kernel.get(i);
      sizes[first + i] = (ceil ? room + stride.get(i) - 1 : room) / stride.get(i) + 1;
    }
    Layout out = Layout.contiguous(sizes);
    if (maxima && x.tracked()) {
      x.save(out.elements() * SymbolicArray.bytes(DataType.INT64));
    }
    return x.result(out, x.type());
  }

  /** One value a channel. */
  NDArray global(SymbolicArray x) {
    return x.result(Layout.contiguous(Arrays.copyOf(x.layout().sizes(), 2)), x.type());
  }

  public NDList layerNorm(
      NDArray input, Shape normalized, NDArray gamma, NDArray beta, float epsilon) {
    SymbolicArray x = SymbolicArray.of(input);
    long rows = x.layout().elements() / normalized.size();
    return norm(x, SymbolicArray.of(gamma), rows, Layout.contiguous(x.layout().sizes()));
  }

  public NDList batchNorm(
      NDArray input,
      NDArray mean,
      NDArray variance,
      NDArray gamma,
      NDArray beta,
      int axis,
      float momentum,
      float epsilon,
      boolean training) {
    SymbolicArray x = SymbolicArray.of(input);
    Layout like = Layout.dense(x.layout().sizes(), java.util.List.of(x.layout()));
    return norm(x, SymbolicArray.of(gamma), mean.getShape().size(), like);
  }

  /** Mean and deviation of each group are kept. */
  private static NDList norm(SymbolicArray x, SymbolicArray gamma, long groups, Layout out) {
    boolean tracked = x.tracked() || gamma.tracked();
    if (tracked) {
      x.save(2 * groups * SymbolicArray.bytes(x.type()));
    }
    return new NDList(x.result(out, x.type(), tracked).self());
  }
}
