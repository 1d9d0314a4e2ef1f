package dev.braid.core.cost;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sizes and strides of an array, and the views of it that need no copy, by PyTorch's rules. Whether
 * a reshape or a matrix product copies depends on strides, and copies are what memory goes to.
 */
final class Layout {

  private final long[] sizes;
  private final long[] strides;

  private Layout(long[] sizes, long... strides) {
    this.sizes = sizes;
    this.strides = strides;
  }

  /** Rows one after the other. */
  static Layout contiguous(long... sizes) {
    return dense(sizes, List.of());
  }

  /** Rows one after the other. */
  static Layout contiguous(Shape shape) {
    return contiguous(shape.getShape());
  }

  /** The result of an element-wise operation: without gaps, in the order that its operands have. */
  static Layout dense(long[] sizes, List<Layout> operands) {
    int rank = sizes.length;
    List<Layout> wide = operands.stream().map(operand -> operand.expand(sizes)).toList();
    int[] order = IntStream.range(0, rank).toArray(); // from the outermost to the innermost
    for (int i = 1; i < rank; i++) {
      for (int j = i; j > 0 && before(order[j], order[j - 1], wide, sizes); j--) {
        int swap = order[j];
        order[j] = order[j - 1];
        order[j - 1] = swap;
      }
    }
    long[] strides = new long[rank];
    long stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[order[i]] = stride;
      stride *= Math.max(1, sizes[order[i]]);
    }
    return new Layout(sizes, strides);
  }

  /** Whether axis a, given behind b, has the wider stride in the first operand that can tell. */
  private static boolean before(int a, int b, List<Layout> operands, long... sizes) {
    for (Layout operand : operands) {
      long first = operand.strides[a];
      long second = operand.strides[b];
      if (first == 0 || second == 0) {
        continue;
      }
      if (first != second) {
        return first > second;
      }
      if (sizes[a] != sizes[b]) {
        return sizes[a] < sizes[b];
      }
    }
    return false;
  }

  int rank() {
    return sizes.length;
  }

  long size(int axis) {
    return sizes[axis(axis)];
  }

  long[] sizes() {
    return sizes.clone();
  }

  Shape shape() {
    return new Shape(sizes);
  }

  long elements() {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }

  /** An axis counted from the front. */
  int axis(int axis) {
    return axis < 0 ? axis + sizes.length : axis;
  }

  boolean isContiguous() {
    return mergeable(sizes.length) && (sizes.length == 0 || innermost() == 1);
  }

  private long innermost() {
    for (int i = sizes.length - 1; i >= 0; i--) {
      if (sizes[i] != 1) {
        return strides[i];
      }
    }
    return 1;
  }

  /** Whether the first axes are one axis in memory. */
  boolean mergeable(int axes) {
    long expected = -1;
    for (int i = axes - 1; i >= 0; i--) {
      if (sizes[i] == 1) {
        continue;
      }
      if (expected >= 0 && strides[i] != expected) {
        return false;
      }
      expected = strides[i] * sizes[i];
    }
    return true;
  }

  Layout permute(int... axes) {
    return new Layout(
        Arrays.stream(axes).mapToLong(a -> sizes[axis(a)]).toArray(),
        Arrays.stream(axes).mapToLong(a -> strides[axis(a)]).toArray());
  }

  Layout swap(int first, int second) {
    int[] axes = IntStream.range(0, sizes.length).toArray();
    axes[axis(first)] = axis(second);
    axes[axis(second)] = axis(first);
    return permute(axes);
  }

  /** With an axis of size 1 more. */
  Layout insert(int axis) {
    int at = axis < 0 ? axis + sizes.length + 1 : axis;
    long stride = at < sizes.length ? sizes[at] * strides[at] : 1;
    return new Layout(inserted(sizes, at, 1), inserted(strides, at, stride));
  }

  private static long[] inserted(long[] values, int at, long value) {
    long[] more = new long[values.length + 1];
    System.arraycopy(values, 0, more, 0, at);
    more[at] = value;
    System.arraycopy(values, at, more, at + 1, values.length - at);
    return more;
  }

  /** Without an axis. */
  Layout remove(int axis) {
    int at = axis(axis);
    return permute(IntStream.range(0, sizes.length).filter(i -> i != at).toArray());
  }

  /** Every step-th of an axis, count in all. */
  Layout slice(int axis, long count, long step) {
    long[] newSizes = sizes.clone();
    long[] newStrides = strides.clone();
    newSizes[axis(axis)] = count;
    newStrides[axis(axis)] *= step;
    return new Layout(newSizes, newStrides);
  }

  /** Axes of size 1 repeated, without a copy; -1 keeps a size. */
  Layout expand(long... target) {
    int more = target.length - sizes.length;
    long[] newSizes = target.clone();
    long[] newStrides = new long[target.length];
    for (int i = Math.max(0, more); i < target.length; i++) {
      long size = sizes[i - more];
      newSizes[i] = target[i] == -1 ? size : target[i];
      if (size != newSizes[i] && size != 1) {
        throw new IllegalArgumentException(shape() + " does not broadcast to " + new Shape(target));
      }
      newStrides[i] = size == newSizes[i] ? strides[i - more] : 0;
    }
    if (more < 0) {
      throw new IllegalArgumentException(shape() + " does not broadcast to " + new Shape(target));
    }
    return new Layout(newSizes, newStrides);
  }

  /** The sizes a reshape asks for, -1 resolved. */
  long[] resolve(long... wanted) {
    long known = 1;
    int open = -1;
    long[] resolved = wanted.clone();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == -1) {
        open = i;
      } else {
        known *= wanted[i];
      }
    }
    if (open >= 0) {
      resolved[open] = known == 0 ? 0 : elements() / known;
      known *= resolved[open];
    }
    if (known != elements()) {
      throw new IllegalArgumentException(shape() + " does not reshape to " + new Shape(wanted));
    }
    return resolved;
  }

  /** The same memory with other sizes, or null where that needs a copy. */
  @Nullable Layout view(long... newSizes) {
    if (elements() == 0) {
      return contiguous(newSizes);
    }
    long[] newStrides = new long[newSizes.length];
    int next = newSizes.length - 1;
    long base = sizes.length == 0 ? 1 : strides[sizes.length - 1];
    long chunk = 1;
    long viewed = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      chunk *= sizes[i];
      if (i == 0 || (sizes[i - 1] != 1 && strides[i - 1] != chunk * base)) {
        while (next >= 0 && (viewed < chunk || newSizes[next] == 1)) {
          newStrides[next] = viewed * base;
          viewed *= newSizes[next];
          next--;
        }
        if (viewed != chunk) {
          return null;
        }
        if (i > 0) {
          base = strides[i - 1];
          chunk = 1;
          viewed = 1;
        }
      }
    }
    for (; next >= 0; next--) {
      newStrides[next] = 1;
    }
    return new Layout(newSizes.clone(), newStrides);
  }

  /** The sizes that two arrays broadcast to. */
  static long[] broadcast(long[] a, long... b) {
    long[] result = new long[Math.max(a.length, b.length)];
    for (int i = 1; i <= result.length; i++) {
      long first = i <= a.length ? a[a.length - i] : 1;
      long second = i <= b.length ? b[b.length - i] : 1;
      if (first != second && first != 1 && second != 1) {
        throw new IllegalArgumentException(
            new Shape(a) + " and " + new Shape(b) + " do not broadcast");
      }
      result[result.length - i] = first == 1 ? second : first;
    }
    return result;
  }
}
