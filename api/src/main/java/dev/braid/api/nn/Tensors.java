package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Small tensor operations that parts share. Presence and masks are boolean arrays; wherever a value
 * may be absent it is selected away, never multiplied by zero, so a NaN in it does not spread.
 */
public final class Tensors {

  /** Eight boolean values of an array, one a byte. */
  private static final long EIGHT_TRUE = 0x0101010101010101L;

  private Tensors() {}

  /** An engine whose arrays have no values and which is asked instead. */
  public interface Truth {

    /** As {@link Tensors#allTrue}. */
    boolean allTrue(NDArray mask);
  }

  /**
   * Whether a boolean array is true throughout, so that there is nothing to select. On a GPU, whose
   * values would have to be waited for, the answer is always false: what follows must be right for
   * either.
   *
   * <p>Looking is one small read. Selecting among 64 vectors of 256 costs 25 µs, forward and
   * backward, and in most batches every sample has every input.
   */
  public static boolean allTrue(NDArray mask) {
    if (mask.getManager().getEngine() instanceof Truth engine) {
      return engine.allTrue(mask);
    }
    if (mask.getDevice().isGpu()) {
      return false;
    }
    ByteBuffer values = mask.toByteBuffer(); // a direct one may leave a copy with the manager
    boolean all = values.hasRemaining();
    while (all && values.remaining() >= Long.BYTES) {
      all = values.getLong() == EIGHT_TRUE;
    }
    while (all && values.hasRemaining()) {
      all = values.get() == 1;
    }
    return all;
  }

  /**
   * Per sample: the value where present, zeros elsewhere.
   *
   * @param present {@code [B]} boolean
   * @param value {@code [B, ...]}
   */
  public static NDArray orZeros(NDArray present, NDArray value) {
    return or(present, value, 0);
  }

  /**
   * Per sample: the value where present, one number elsewhere.
   *
   * @param present {@code [B]} boolean
   * @param value {@code [B, ...]}
   */
  public static NDArray or(NDArray present, NDArray value, double otherwise) {
    return or(present, value, () -> scalar(value, otherwise));
  }

  /**
   * Per sample: the value where present, the parameter elsewhere.
   *
   * @param present {@code [B]} boolean
   * @param value {@code [B, D]}
   * @param otherwise {@code [D]}
   */
  public static NDArray or(NDArray present, NDArray value, Parameter otherwise) {
    return or(present, value, () -> view(otherwise, value, 1, -1));
  }

  /**
   * Per sample: the value where present, the other elsewhere, both {@code [B, ...]}; axes of the
   * other may be 1.
   */
  public static NDArray or(NDArray present, NDArray value, NDArray otherwise) {
    return or(present, value, () -> otherwise);
  }

  private static NDArray or(NDArray present, NDArray value, Supplier<NDArray> otherwise) {
    return allTrue(present)
        ? value
        : NDArrays.where(expand(present, value), value, otherwise.get());
  }

  /** Zeros at masked tokens: {@code [B, T, D]} under {@code [B, T]}. */
  public static NDArray cover(NDArray tokens, NDArray mask) {
    return allTrue(mask)
        ? tokens
        : NDArrays.where(
            mask.expandDims(2).broadcast(tokens.getShape()), tokens, scalar(tokens, 0));
  }

  /** {@code [B]}: whether a sample has any real token under {@code [B, T]}. */
  public static NDArray anyReal(NDArray mask) {
    if (allTrue(mask)) {
      return mask.getManager().ones(mask.getShape().slice(0, 1), DataType.BOOLEAN);
    }
    return mask.toType(DataType.INT32, false).max(new int[] {1}).toType(DataType.BOOLEAN, false);
  }

  /** Mean over real tokens, zeros where there is none: {@code [B, T, D]} to {@code [B, D]}. */
  public static NDArray maskedMean(NDArray tokens, NDArray mask) {
    if (allTrue(mask)) {
      return tokens.mean(new int[] {1});
    }
    NDArray real = mask.toType(DataType.FLOAT32, false);
    NDArray weights = real.div(real.sum(new int[] {1}, true).maximum(scalar(real, 1)));
    return cover(tokens, mask).mul(weights.expandDims(2)).sum(new int[] {1});
  }

  /** The first real token, zeros where there is none: {@code [B, T, D]} to {@code [B, D]}. */
  public static NDArray firstReal(NDArray tokens, NDArray mask) {
    NDArray index = mask.toType(DataType.FLOAT32, false).argMax(1);
    return orZeros(anyReal(mask), at(tokens, index));
  }

  /** The last real token, zeros where there is none: {@code [B, T, D]} to {@code [B, D]}. */
  public static NDArray lastReal(NDArray tokens, NDArray mask) {
    long length = mask.getShape().get(1);
    NDArray order =
        mask.toType(DataType.FLOAT32, false).mul(mask.getManager().arange(1f, length + 1f));
    return orZeros(anyReal(mask), at(tokens, order.argMax(1)));
  }

  /** The token at each sample's own position: {@code [B, T, D]} and int64 {@code [B]}. */
  public static NDArray at(NDArray tokens, NDArray position) {
    Shape shape = tokens.getShape();
    NDArray index =
        position
            .toType(DataType.INT64, false)
            .reshape(-1, 1, 1)
            .broadcast(new Shape(shape.get(0), 1, shape.get(2)));
    return tokens.gather(index, 1).squeeze(1);
  }

  /** Rows of an array by int64 index {@code [B]}: {@code [U, ...]} to {@code [B, ...]}. */
  public static NDArray rows(NDArray array, NDArray index) {
    Shape shape = array.getShape();
    Shape result = shape.slice(1);
    NDArray flat = shape.dimension() == 2 ? array : array.reshape(shape.get(0), result.size());
    // An embedding lookup: its backward pass adds rows up without the sort that indexing needs.
    NDArray rows =
        index.getNDArrayInternal().embedding(index, flat, SparseFormat.DENSE).singletonOrThrow();
    return shape.dimension() == 2
        ? rows
        : rows.reshape(new Shape(index.getShape().get(0)).addAll(result));
  }

  /** The same for a boolean array: {@code [U, T]} to {@code [B, T]}. */
  public static NDArray rowsOfMask(NDArray mask, NDArray index) {
    return rows(mask.toType(DataType.FLOAT32, false), index).gt(0);
  }

  /**
   * Softmax over the last axis among the entries where the mask is true; all zeros where none is.
   *
   * @param logits any shape
   * @param mask boolean, of the same shape or broadcastable to it
   */
  public static NDArray maskedSoftmax(NDArray logits, NDArray mask) {
    if (allTrue(mask)) {
      return logits.softmax(-1);
    }
    NDArray all = mask.broadcast(logits.getShape());
    // A finite floor instead of -inf keeps rows without any entry, and their gradients, finite.
    NDArray soft = NDArrays.where(all, logits, scalar(logits, -1e30)).softmax(-1);
    return NDArrays.where(all, soft, scalar(soft, 0));
  }

  /** Rows {@code [from, to)} of a parameter, belonging to the manager of {@code data}. */
  public static NDArray slice(Parameter parameter, long from, long to, NDArray data) {
    NDArray piece = parameter.getArray().get(new NDIndex("{}:{}", from, to));
    piece.attach(data.getManager());
    return piece;
  }

  /** A parameter in another shape, belonging to the manager of {@code data}. */
  public static NDArray view(Parameter parameter, NDArray data, long... shape) {
    NDArray view = parameter.getArray().reshape(shape);
    view.attach(data.getManager());
    return view;
  }

  /**
   * A parameter {@code [D]} as {@code [B, 1, D]} or {@code [T, D]} as {@code [B, T, D]}, for the
   * batch and manager of {@code data}.
   */
  public static NDArray repeat(Parameter parameter, NDArray data) {
    Shape shape = parameter.getArray().getShape();
    Shape tokens = shape.dimension() == 1 ? new Shape(1).addAll(shape) : shape;
    return data.getManager()
        .zeros(new Shape(data.getShape().get(0)).addAll(tokens))
        .add(parameter.getArray());
  }

  /** Concatenation along an axis; one array is returned as it is. */
  public static NDArray concat(List<NDArray> arrays, int axis) {
    return arrays.size() == 1 ? arrays.get(0) : NDArrays.concat(new NDList(arrays), axis);
  }

  /** The sum of arrays of one shape. */
  public static NDArray sum(List<NDArray> arrays) {
    NDArray total = arrays.get(0);
    for (NDArray array : arrays.subList(1, arrays.size())) {
      total = total.add(array);
    }
    return total;
  }

  /** The outer product of each sample: {@code [B, D]} and {@code [B, E]} to {@code [B, D * E]}. */
  public static NDArray outer(NDArray a, NDArray b) {
    return a.expandDims(2).mul(b.expandDims(1)).reshape(a.getShape().get(0), -1);
  }

  /** {@code [1; x]}: a one in front of each sample, {@code [B, D]} to {@code [B, 1 + D]}. */
  public static NDArray withOne(NDArray x) {
    return concat(List.of(x.getManager().ones(new Shape(x.getShape().get(0), 1)), x), 1);
  }

  /**
   * A number as an array {@code []} of the data's type that lives as long as the data. Write {@code
   * x.mul(scalar(x, 2))}, not {@code x.mul(2)}: the engine frees the array that it makes of such a
   * number at once, and a backward pass after a garbage collection reads what then lies in its
   * memory. A selection spreads it over the data's shape, so no array of that size is needed.
   */
  public static NDArray scalar(NDArray data, double value) {
    return data.getManager().full(new Shape(), (float) value, data.getDataType());
  }

  /** The Euclidean norm along an axis, which stays with size 1; at 0 its gradient is 0. */
  public static NDArray norm(NDArray x, int axis) {
    NDArray squares = x.mul(x).sum(new int[] {axis}, true);
    NDArray some = squares.neq(0);
    if (allTrue(some)) {
      return squares.sqrt();
    }
    // The root's slope is infinite at 0, so its argument is selected before, its result after.
    NDArray root = NDArrays.where(some, squares, scalar(squares, 1)).sqrt();
    return NDArrays.where(some, root, scalar(root, 0));
  }

  /** {@code x / max(norm, 1e-12)} along an axis; zeros stay zeros, with gradient 0. */
  public static NDArray normalize(NDArray x, int axis) {
    NDArray squares = x.mul(x).sum(new int[] {axis}, true);
    NDArray some = squares.neq(0);
    NDArray one = scalar(x, 1);
    NDArray floor = scalar(x, 1e-12);
    if (allTrue(some)) {
      return x.mul(one.div(squares.sqrt().maximum(floor)));
    }
    NDArray inverse = one.div(NDArrays.where(some, squares, one).sqrt().maximum(floor));
    // The factor of zeros is 0 and not 1, which makes their gradient 0 as well.
    return x.mul(NDArrays.where(some, inverse, scalar(x, 0)));
  }

  /** {@code [B]}: whether any of the given presences holds. */
  public static NDArray any(List<NDArray> presences) {
    NDArray any = presences.get(0);
    for (NDArray presence : presences.subList(1, presences.size())) {
      if (allTrue(any)) {
        break;
      }
      any = any.logicalOr(presence);
    }
    return any;
  }

  /** Dropout; the identity when not training or the rate is 0. */
  public static NDArray dropout(NDArray x, double rate, boolean training) {
    if (!training || rate == 0) {
      return x;
    }
    return ai.djl.nn.norm.Dropout.dropout(x, (float) rate, true).singletonOrThrow();
  }

  private static NDArray expand(NDArray present, NDArray value) {
    NDArray mask = present;
    for (int i = 1; i < value.getShape().dimension(); i++) {
      mask = mask.expandDims(i);
    }
    return mask.broadcast(value.getShape());
  }
}
