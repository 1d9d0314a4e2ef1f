package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Values of samples as 64-bit codes, so that tensors can tell which are equal. They depend on the
 * value's text alone: the same value has the same code in every batch and every run. That two of a
 * million different values share a code has a chance of one in 40 million.
 */
public final class Codes {

  private Codes() {}

  /** The code of a value, never 0 (64-bit FNV-1a, then the finalizer of SplitMix64). */
  public static long of(Object value) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : value.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return hash == 0 ? 1 : hash;
  }

  /**
   * Codes as an array.
   *
   * @param rows for each sample one code a column
   * @return {@code [B, C]} int64
   */
  public static NDArray array(List<long[]> rows, NDManager manager) {
    int columns = rows.get(0).length;
    long[] all = new long[rows.size() * columns];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * columns, columns);
    }
    return manager.create(all, new Shape(rows.size(), columns));
  }
}
