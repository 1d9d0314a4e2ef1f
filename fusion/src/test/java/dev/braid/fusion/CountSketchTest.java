package dev.braid.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class CountSketchTest {

  @Test
  void elementsOfOnePlaceAddUpAndShareItsGradient() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new float[] {1, 2, 3, 4, 10, 20, 30, 40}, new Shape(2, 4));
      NDArray hash = manager.create(new long[] {2, 0, 2, 2});
      NDArray weights = manager.create(new float[] {1, 5, 7, 2, 5, 3}, new Shape(2, 3));
      for (boolean scripted : new boolean[] {true, false}) {
        NDArray leaf = x.duplicate();
        leaf.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray sketch =
              scripted ? CountSketch.of(leaf, hash, 3) : CountSketch.gathered(leaf, hash, 3);
          assertThat(sketch.toFloatArray()).containsExactly(2, 0, 8, 20, 0, 80);
          collector.backward(sketch.mul(weights).sum());
        }
        try (NDArray gradient = leaf.getGradient()) {
          assertThat(gradient.toFloatArray()).containsExactly(7, 1, 7, 7, 3, 2, 3, 3);
        }
      }
    }
  }
}
