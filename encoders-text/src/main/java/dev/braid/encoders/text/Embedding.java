package dev.braid.encoders.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Module;
import java.util.Random;

/** A table of vectors, N(0, 1) at the start and zeros for {@code <pad>}; torch.nn.Embedding. */
final class Embedding extends Module {

  private final Parameter weight;

  Embedding(int rows, int width) {
    weight = parameter("weight", (values, random) -> fill(values, random, width), rows, width);
  }

  private static void fill(float[] values, Random random, int width) {
    for (int i = width; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** {@code [B, T]} ids to {@code [B, T, width]}. */
  NDArray apply(NDArray ids) {
    return ids.getNDArrayInternal()
        .embedding(ids, weight.getArray(), SparseFormat.DENSE)
        .singletonOrThrow();
  }

  /** The number of rows for a vocabulary, which a spec may fix at more. */
  static int rows(int classes, @org.jspecify.annotations.Nullable Integer wanted) {
    if (wanted != null && wanted < classes) {
      throw new IllegalArgumentException(
          "embedding_rows is %d, but the vocabulary has %d words; raise it or set the reader's max_size"
              .formatted(wanted, classes));
    }
    return wanted == null ? classes : wanted;
  }
}
