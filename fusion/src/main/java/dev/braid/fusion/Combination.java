package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/** How the pooled vectors of several streams become one. */
public enum Combination {
  /** Side by side; a learned vector stands for an absent stream. */
  CONCAT,
  /** The mean over present streams. */
  MEAN,
  /** The sum of present streams. */
  SUM,
  /** The product of present streams, element by element. */
  PRODUCT;

  /** The width of the result for streams of one width. */
  int width(int streams, int width) {
    return this == CONCAT ? streams * width : width;
  }

  /**
   * Combines {@code [B, D]} of each stream.
   *
   * @param present {@code [B]} boolean
   * @param missing {@code [D]} of each stream; there for {@link #CONCAT}
   */
  NDArray apply(
      PerInput<NDArray> pooled, PerInput<NDArray> present, @Nullable PerInput<Parameter> missing) {
    return switch (this) {
      case CONCAT -> {
        if (missing == null) {
          throw new IllegalArgumentException("concat needs vectors for absent streams");
        }
        yield VectorFusion.filledConcat(pooled, present, missing);
      }
      case SUM -> sum(pooled, present);
      case MEAN -> {
        NDArray count = count(present);
        yield sum(pooled, present).div(count.maximum(Tensors.scalar(count, 1)).expandDims(1));
      }
      case PRODUCT ->
          pooled.map((m, x) -> Tensors.or(present.get(m), x, x.onesLike())).list().stream()
              .reduce(NDArray::mul)
              .orElseThrow();
    };
  }

  private static NDArray sum(PerInput<NDArray> pooled, PerInput<NDArray> present) {
    return Tensors.sum(pooled.map((m, x) -> Tensors.orZeros(present.get(m), x)).list());
  }

  private static NDArray count(PerInput<NDArray> present) {
    return Tensors.sum(present.map((m, here) -> here.toType(DataType.FLOAT32, false)).list());
  }
}
