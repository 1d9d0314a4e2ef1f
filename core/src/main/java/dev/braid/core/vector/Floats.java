package dev.braid.core.vector;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Feature;
import dev.braid.api.data.InputBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches of floats of one shape. */
final class Floats {

  private Floats() {}

  /** {@code [B, shape]} without a mask; rows of absent samples are zeros. */
  static InputBatch batch(
      List<? extends @Nullable Feature> features, Shape shape, NDManager manager) {
    int size = Math.toIntExact(shape.size());
    float[] values = new float[Math.multiplyExact(features.size(), size)];
    boolean[] present = new boolean[features.size()];
    for (int i = 0; i < present.length; i++) {
      if (features.get(i) instanceof Feature.Floats floats) {
        present[i] = true;
        System.arraycopy(floats.values(), 0, values, i * size, size);
      }
    }
    return new InputBatch(
        manager.create(values, new Shape(features.size()).addAll(shape)),
        null,
        manager.create(present));
  }
}
