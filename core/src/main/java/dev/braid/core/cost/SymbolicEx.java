package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import org.jspecify.annotations.Nullable;

/** The operations that the engine keeps behind an array: layers, choices and joins. */
final class SymbolicEx extends Symbol<NDArrayEx> {

  private final SymbolicArray x;

  SymbolicEx(SymbolicArray x, Elementwise elementwise) {
    super(NDArrayEx.class);
    this.x = x;
    add(new Layers());
    add(new Recurrence());
    addFamily(elementwise::family);
  }

  public NDArray getArray() {
    return x.self();
  }

  public NDArray where(NDArray condition, NDArray other) {
    return new Elementwise(x).where(condition, other);
  }

  public NDArray concat(NDList others, int axis) {
    return new Rearranging(x).concat(others, axis);
  }

  public NDArray stack(NDList others, int axis) {
    return new Rearranging(x).stack(others, axis);
  }

  public NDList linear(NDArray input, NDArray weight, @Nullable NDArray bias) {
    return new Products(SymbolicArray.of(input))
        .linear(SymbolicArray.of(weight), bias == null ? null : SymbolicArray.of(bias));
  }

  public NDList dropout(NDArray input, float rate, boolean training) {
    return new NDList(new Elementwise(SymbolicArray.of(input)).dropout(rate, training));
  }

  /** Rows of a table. */
  public NDList embedding(NDArray input, NDArray weight, SparseFormat format) {
    SymbolicArray table = SymbolicArray.of(weight);
    Shape shape = input.getShape().addAll(weight.getShape().slice(1));
    return new NDList(
        SymbolicArray.of(input)
            .result(Layout.contiguous(shape), table.type(), table.tracked())
            .masked(table.masked())
            .self());
  }

  public NDArray maxPool(Shape kernel, Shape stride, Shape padding, boolean ceil) {
    return new Layers().pool(x, kernel, stride, padding, ceil, true);
  }

  public NDArray avgPool(
      Shape kernel, Shape stride, Shape padding, boolean ceil, boolean countPadding) {
    return new Layers().pool(x, kernel, stride, padding, ceil, false);
  }

  public NDArray globalAvgPool() {
    return new Layers().global(x);
  }

  public NDArray globalMaxPool() {
    return new Layers().global(x);
  }
}
