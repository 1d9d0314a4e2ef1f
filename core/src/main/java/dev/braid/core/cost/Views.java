package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexNull;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import ai.djl.ndarray.index.dim.NDIndexTake;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operations whose result shares the memory, where the layout lets it. */
final class Views {

  private final SymbolicArray x;

  Views(SymbolicArray x) {
    this.x = x;
  }

  public NDArray reshape(Shape shape) {
    long[] sizes = x.layout().resolve(shape.getShape());
    Layout view = x.layout().view(sizes);
    return view == null ? x.result(Layout.contiguous(sizes), x.type()) : x.view(view);
  }

  public NDArray flatten() {
    return reshape(new Shape(-1));
  }

  public NDArray flatten(int first, int last) {
    long[] sizes = x.layout().sizes();
    int from = x.layout().axis(first);
    int to = x.layout().axis(last);
    long[] flat = new long[sizes.length - (to - from)];
    System.arraycopy(sizes, 0, flat, 0, from);
    flat[from] = Arrays.stream(sizes, from, to + 1).reduce(1, Math::multiplyExact);
    System.arraycopy(sizes, to + 1, flat, from + 1, sizes.length - to - 1);
    return reshape(new Shape(flat));
  }

  public NDArray expandDims(int axis) {
    return x.view(x.layout().insert(axis));
  }

  public NDArray squeeze(int[] axes) {
    Layout layout = x.layout();
    int[] sorted = Arrays.stream(axes).map(x.layout()::axis).distinct().sorted().toArray();
    for (int i = sorted.length - 1; i >= 0; i--) {
      if (layout.size(sorted[i]) != 1) {
        throw new IllegalArgumentException("squeeze of an axis that is not of size 1: " + x);
      }
      layout = layout.remove(sorted[i]);
    }
    return x.view(layout);
  }

  public NDArray transpose() {
    int rank = x.layout().rank();
    return x.view(x.layout().permute(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()));
  }

  public NDArray transpose(int... axes) {
    return x.view(x.layout().permute(axes));
  }

  public NDArray swapAxes(int first, int second) {
    return x.view(x.layout().swap(first, second));
  }

  public NDArray broadcast(Shape shape) {
    return x.view(x.layout().expand(shape.getShape()));
  }

  public NDList split(long[] places, int axis) {
    NDList pieces = new NDList();
    long from = 0;
    for (int i = 0; i <= places.length; i++) {
      long to = i < places.length ? places[i] : x.layout().size(axis);
      pieces.add(x.view(x.layout().slice(axis, to - from, 1)));
      from = to;
    }
    return pieces;
  }

  public NDList split(long sections, int axis) {
    long size = x.layout().size(axis) / sections;
    return split(java.util.stream.LongStream.range(1, sections).map(i -> i * size).toArray(), axis);
  }

  public NDArray diagonal(int offset, int first, int second) {
    long length = Math.min(x.layout().size(first), x.layout().size(second) - offset);
    Layout along = x.layout().slice(first, length, 1).remove(second);
    int last = along.rank() - 1;
    return x.view(x.layout().axis(first) == last ? along : along.swap(first, last));
  }

  /** Real pairs {@code [..., 2]} as complex numbers. */
  public NDArray complex() {
    return x.view(x.layout().remove(-1), DataType.COMPLEX64);
  }

  /** Complex numbers as real pairs {@code [..., 2]}. */
  public NDArray real() {
    return x.view(Layout.contiguous(x.layout().shape().add(2)), DataType.FLOAT32);
  }

  public NDArray get(NDManager manager, NDIndex index) {
    List<NDIndexElement> elements = complete(index);
    if (elements.stream().anyMatch(NDIndexTake.class::isInstance)) {
      return take(elements);
    }
    Layout layout = x.layout();
    int axis = 0;
    for (NDIndexElement element : elements) {
      if (element instanceof NDIndexNull) {
        layout = layout.insert(axis++);
      } else if (element instanceof NDIndexFixed) {
        layout = layout.remove(axis);
      } else if (element instanceof NDIndexSlice slice) {
        layout = slice(layout, axis++, slice);
      } else if (element instanceof NDIndexAll) {
        axis++;
      } else {
        throw new UnknownOperationException(
            "part uses NDArray.get with " + element.getClass().getSimpleName());
      }
    }
    NDArray piece = x.view(layout);
    piece.attach(manager);
    return piece;
  }

  /** Every axis named: what an ellipsis or the end leaves out is taken whole. */
  private List<NDIndexElement> complete(NDIndex index) {
    List<NDIndexElement> elements = new ArrayList<>(index.getIndices());
    int named = (int) elements.stream().filter(e -> !(e instanceof NDIndexNull)).count();
    int at = index.getEllipsisIndex() < 0 ? elements.size() : index.getEllipsisIndex();
    for (int i = named; i < x.layout().rank(); i++) {
      elements.add(at, new NDIndexAll());
    }
    return elements;
  }

  private static Layout slice(Layout layout, int axis, NDIndexSlice slice) {
    long size = layout.size(axis);
    long step = slice.getStep() == null ? 1 : slice.getStep();
    long from = place(slice.getMin() == null ? 0 : slice.getMin(), size);
    long to = place(slice.getMax() == null ? size : slice.getMax(), size);
    return layout.slice(axis, Math.max(0, (to - from + step - 1) / step), step);
  }

  private static long place(long index, long size) {
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  /** Rows by an array of places, along one axis. */
  private NDArray take(List<NDIndexElement> elements) {
    List<Long> sizes = new ArrayList<>();
    int taken = 0;
    for (int axis = 0; axis < elements.size(); axis++) {
      if (elements.get(axis) instanceof NDIndexTake take) {
        taken++;
        for (long size : take.getIndex().getShape().getShape()) {
          sizes.add(size);
        }
      } else if (elements.get(axis) instanceof NDIndexAll) {
        sizes.add(x.layout().size(axis));
      } else {
        taken = 2;
      }
    }
    if (taken > 1) {
      throw new UnknownOperationException("part uses NDArray.get with several arrays of places");
    }
    return x.result(Layout.contiguous(new Shape(sizes)), x.type());
  }
}
