package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Matrix products, with the copies that torch's matmul makes of operands that are not in order. */
final class Products {

  private final SymbolicArray x;

  Products(SymbolicArray x) {
    this.x = x;
  }

  public NDArray dot(NDArray other) {
    return matMul(other);
  }

  public NDArray batchMatMul(NDArray other) {
    return matMul(other);
  }

  public NDArray matMul(NDArray other) {
    return product(SymbolicArray.of(other));
  }

  private NDArray product(SymbolicArray y) {
    Layout a = x.layout().rank() == 1 ? x.layout().insert(0) : x.layout();
    Layout b = y.layout().rank() == 1 ? y.layout().insert(1) : y.layout();
    if (a.size(-1) != b.size(-2)) {
      throw new IllegalArgumentException("matMul: " + x + " and " + y + " do not fit");
    }
    long[] batch = Layout.broadcast(front(a), front(b));
    long[] sizes = Arrays.copyOf(batch, batch.length + 2);
    sizes[batch.length] = a.size(-2);
    sizes[batch.length + 1] = b.size(-1);
    x.ledger().macs(new Shape(sizes).size() * a.size(-1));
    Layout result = Layout.contiguous(sizes);
    if (batch.length > 0) {
      result = copies(y, a, b, batch, result);
    }
    result = y.layout().rank() == 1 ? result.remove(-1) : result;
    result = x.layout().rank() == 1 ? result.remove(y.layout().rank() == 1 ? -1 : -2) : result;
    return x.result(result, x.type(), x.tracked() || y.tracked()).self();
  }

  private static long[] front(Layout layout) {
    return Arrays.copyOf(layout.sizes(), layout.rank() - 2);
  }

  /** Counts the copies that stay for the backward pass; gives the layout of the result. */
  private Layout copies(SymbolicArray y, Layout a, Layout b, long[] batch, Layout result) {
    boolean matrix = b.rank() == 2;
    if (matrix && (y.tracked() || a.mergeable(a.rank() - 1))) {
      // Folded: one product of matrices.
      copy(a, new long[] {-1, a.size(-1)}, y.tracked(), x);
      return result;
    }
    if (a.rank() == 2 && (x.tracked() || b.swap(-1, -2).mergeable(b.rank() - 1)) && x.tracked()) {
      copy(b.swap(-1, -2), new long[] {-1, b.size(-2)}, x.tracked(), y);
      long[] swapped = result.sizes();
      swapped[swapped.length - 1] = a.size(-2);
      swapped[swapped.length - 2] = b.size(-1);
      return Layout.contiguous(swapped).swap(-1, -2);
    }
    long n = Arrays.stream(batch).reduce(1, Math::multiplyExact);
    copy(a.expand(with(batch, a)), new long[] {n, a.size(-2), a.size(-1)}, y.tracked(), x);
    copy(b.expand(with(batch, b)), new long[] {n, b.size(-2), b.size(-1)}, x.tracked(), y);
    return result;
  }

  private static long[] with(long[] batch, Layout layout) {
    long[] sizes = Arrays.copyOf(batch, batch.length + 2);
    sizes[batch.length] = layout.size(-2);
    sizes[batch.length + 1] = layout.size(-1);
    return sizes;
  }

  private void copy(Layout layout, long[] wanted, boolean kept, SymbolicArray of) {
    if (kept && layout.view(layout.resolve(wanted)) == null) {
      x.save(layout.elements() * SymbolicArray.bytes(of.type()));
    }
  }

  /** {@code y = x weightᵀ + bias}. */
  NDList linear(SymbolicArray weight, @Nullable SymbolicArray bias) {
    Layout in = x.layout();
    Layout matrix = weight.layout();
    if (in.size(-1) != matrix.size(1)) {
      throw new IllegalArgumentException("linear: " + x + " and weight " + weight + " do not fit");
    }
    long[] sizes = in.sizes();
    sizes[sizes.length - 1] = matrix.size(0);
    Layout out = Layout.contiguous(sizes);
    x.ledger().macs(out.elements() * matrix.size(1));
    copy(in, new long[] {-1, in.size(-1)}, weight.tracked(), x);
    boolean tracked = x.tracked() || weight.tracked() || (bias != null && bias.tracked());
    return new NDList(x.result(out, x.type(), tracked).self());
  }
}
