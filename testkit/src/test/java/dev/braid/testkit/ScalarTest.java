package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.braid.api.nn.Tensors;
import org.junit.jupiter.api.Test;

class ScalarTest {

  @Test
  void aNumberIsStillThereInTheBackwardPassAfterAGarbageCollection() {
    for (int round = 0; round < 20; round++) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray x = manager.ones(new Shape(4));
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray y = x.mul(Tensors.scalar(x, 3));
          System.gc();
          for (int i = 0; i < 200; i++) {
            manager.create(-7f); // takes memory that was freed
          }
          collector.backward(y.sum());
        }
        assertThat(x.getGradient().toFloatArray()).containsExactly(3, 3, 3, 3);
      }
    }
  }
}
