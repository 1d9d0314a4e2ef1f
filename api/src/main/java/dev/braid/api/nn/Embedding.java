package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import java.util.Random;

/** A table of vectors, N(0, 1) at the start and zeros for row 0, padding; torch.nn.Embedding. */
public final class Embedding extends Module {

  private final Parameter weight;

  /** So many rows of so many numbers. */
  public Embedding(int rows, int width) {
    weight = parameter("weight", (values, random) -> fill(values, random, width), rows, width);
  }

  private static void fill(float[] values, Random random, int width) {
    for (int i = width; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** {@code [...]} ids to {@code [..., width]}. */
  public NDArray apply(NDArray ids) {
    return ids.getNDArrayInternal()
        .embedding(ids, weight.getArray(), SparseFormat.DENSE)
        .singletonOrThrow();
  }
}
