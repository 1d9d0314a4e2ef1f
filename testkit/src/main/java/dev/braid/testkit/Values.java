package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.model.Encoding;
import dev.braid.api.nn.Tensors;
import java.util.Arrays;

/** The numbers of engine arrays on the host, and how contracts compare them. */
final class Values {

  private static final float CLOSE = 1e-5f;

  private Values() {}

  /** All numbers of arrays, one array after the other. */
  static float[] of(NDList arrays) {
    float[] all = new float[0];
    for (NDArray array : arrays) {
      float[] values = array.toType(DataType.FLOAT32, false).toFloatArray();
      int end = all.length;
      all = Arrays.copyOf(all, end + values.length);
      System.arraycopy(values, 0, all, end, values.length);
    }
    return all;
  }

  /** The pooled vectors and the real tokens, in order: what must not depend on padding. */
  static float[] unpadded(Encoding encoding) {
    NDList parts = new NDList();
    if (encoding.pooled() != null) {
      parts.add(encoding.requirePooled().flatten());
    }
    float[] pooled = of(parts);
    if (encoding.tokens() == null) {
      return pooled;
    }
    float[] tokens = encoding.requireTokens().toFloatArray();
    boolean[] mask = encoding.requireMask().toBooleanArray();
    int width = (int) encoding.requireTokens().getShape().get(2);
    float[] all = Arrays.copyOf(pooled, pooled.length + tokens.length);
    int end = pooled.length;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        System.arraycopy(tokens, i * width, all, end, width);
        end += width;
      }
    }
    return Arrays.copyOf(all, end);
  }

  /** The numbers of an array of any type. */
  static double[] numbers(NDArray array) {
    return array.toType(DataType.FLOAT64, true).toDoubleArray();
  }

  static void assertFinite(String what, float... values) {
    for (float value : values) {
      assertThat(value).as(what).isFinite();
    }
  }

  static void assertMaskedAreZeros(Encoding encoding) {
    NDArray tokens = encoding.requireTokens();
    assertThat(tokens.toFloatArray())
        .as("tokens, zeros where masked")
        .containsExactly(Tensors.cover(tokens, encoding.requireMask()).toFloatArray());
  }

  /** Equal but for rounding, in proportion to the largest number. */
  static void assertClose(String what, float[] actual, float[] expected) {
    float largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).as(what).containsExactly(expected, within(CLOSE * largest));
  }
}
