package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Operations that copy values to other places: look-ups, repetition, sorting, transforms. */
final class Rearranging {

  private final SymbolicArray x;

  Rearranging(SymbolicArray x) {
    this.x = x;
  }

  private NDArray resized(int axis, long size, DataType type) {
    long[] sizes = x.layout().sizes();
    sizes[x.layout().axis(axis)] = size;
    return x.result(Layout.contiguous(sizes), type);
  }

  public NDArray gather(NDArray index, int axis) {
    return x.result(Layout.contiguous(index.getShape()), x.type());
  }

  /** By places in the flattened array. */
  public NDArray take(NDManager manager, NDArray index) {
    return gather(index, 0);
  }

  public NDArray scatter(NDArray index, NDArray value, int axis) {
    return x.result(
            Layout.contiguous(x.layout().sizes()),
            x.type(),
            x.tracked() || SymbolicArray.of(value).tracked())
        .self();
  }

  public NDArray repeat(int axis, long repeats) {
    return resized(axis, x.layout().size(axis) * repeats, x.type());
  }

  public NDArray tile(long[] repeats) {
    Layout layout = x.layout();
    for (int i = layout.rank(); i < repeats.length; i++) {
      layout = layout.insert(0);
    }
    long[] sizes = layout.sizes();
    for (int i = 0; i < repeats.length; i++) {
      sizes[sizes.length - repeats.length + i] *= repeats[i];
    }
    return x.result(Layout.contiguous(sizes), x.type());
  }

  public NDArray pad(Shape padding, double value) {
    long[] sizes = x.layout().sizes();
    for (int i = 0; i < padding.dimension() / 2; i++) {
      sizes[sizes.length - 1 - i] += padding.get(2 * i) + padding.get(2 * i + 1);
    }
    return x.result(Layout.contiguous(sizes), x.type());
  }

  public NDArray cumSum(int axis) {
    return resized(axis, x.layout().size(axis), Reductions.sumType(x.type()));
  }

  public NDArray cumProd(int axis) {
    return cumSum(axis);
  }

  public NDArray sort(int axis) {
    savePlaces(x.layout().elements());
    return resized(axis, x.layout().size(axis), x.type());
  }

  public NDArray argSort(int axis, boolean ascending) {
    return x.result(Layout.contiguous(x.layout().sizes()), DataType.INT64);
  }

  public NDList topK(int k, int axis, boolean largest, boolean sorted) {
    return new NDList(resized(axis, k, x.type()), resized(axis, k, DataType.INT64));
  }

  public NDArray oneHot(int depth, float on, float off, DataType type) {
    Layout layout = Layout.contiguous(x.layout().shape().add(depth));
    NDArray ones = x.result(layout, DataType.INT64); // the engine's own, then its copy as the type
    return type == DataType.INT64 ? ones : x.result(layout, type);
  }

  private void savePlaces(long count) {
    if (x.tracked()) {
      x.save(count * SymbolicArray.bytes(DataType.INT64));
    }
  }

  public NDArray fft(long length, long axis) {
    return resized((int) axis, length, DataType.COMPLEX64);
  }

  public NDArray ifft(long length, long axis) {
    return fft(length, axis);
  }

  public NDArray rfft(long length, long axis) {
    return resized((int) axis, length / 2 + 1, DataType.COMPLEX64);
  }

  public NDArray irfft(long length, long axis) {
    return resized((int) axis, length, DataType.FLOAT32);
  }

  /** Side by side along an axis. */
  NDArray concat(NDList others, int axis) {
    boolean tracked = x.tracked();
    boolean masked = x.masked();
    long[] sizes = x.layout().sizes();
    int at = x.layout().axis(axis);
    for (NDArray other : others) {
      SymbolicArray y = SymbolicArray.of(other);
      tracked |= y.tracked();
      masked |= y.masked();
      sizes[at] += y.layout().size(at);
      if (!y.layout().slice(at, 1, 1).shape().equals(x.layout().slice(at, 1, 1).shape())) {
        throw new IllegalArgumentException("concat: " + x + " and " + y + " differ in shape");
      }
    }
    return x.result(Layout.contiguous(sizes), x.type(), tracked).masked(masked).self();
  }

  /** On each other along a new axis. */
  NDArray stack(NDList others, int axis) {
    Layout one = x.layout().insert(axis);
    long[] sizes = one.sizes();
    int at = axis < 0 ? axis + sizes.length : axis;
    sizes[at] = others.size() + 1L;
    boolean tracked =
        x.tracked() || others.stream().anyMatch(other -> SymbolicArray.of(other).tracked());
    boolean masked =
        x.masked() || others.stream().anyMatch(other -> SymbolicArray.of(other).masked());
    return x.result(Layout.contiguous(sizes), x.type(), tracked).masked(masked).self();
  }
}
