package dev.braid.tasks.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against torch.nn.functional.cross_entropy with ignore_index 0 and label_smoothing. */
class SequenceCrossEntropyTest {

  private static final float[] LOGITS = {
    0.3f, -1.2f, 0.8f, 2.0f, 1.5f, 0.1f, -0.4f, 0.2f,
    -0.7f, 0.9f, 0.6f, -1.1f, 0.2f, 0.2f, 1.4f, -2.0f
  };

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray logits() {
    return manager.create(LOGITS, new Shape(2, 2, 4));
  }

  private NDArray truth(long... ids) {
    return manager.create(ids, new Shape(2, 2));
  }

  @Test
  void isTheMeanOverTokensThatAreNotIgnored() {
    assertLoss(0, 0.9419700495528295);
    assertLoss(0.1, 1.032803382886163);
    assertLoss(0.4, 1.3053033828861627);
  }

  private void assertLoss(double smoothing, double expected) {
    NDArray loss = new SequenceCrossEntropy(smoothing, 0).loss(logits(), truth(3, 1, 0, 2));
    assertThat(loss.getShape()).isEqualTo(new Shape());
    assertThat(loss.getFloat()).isEqualTo((float) expected, within(1e-6f));
  }

  @Test
  void whatIsIgnoredGetsNoGradientAndNothingIsZero() {
    NDArray logits = logits();
    logits.setRequiresGradient(true);
    SequenceCrossEntropy loss = new SequenceCrossEntropy(0.1, 0);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(loss.loss(logits, truth(3, 1, 0, 2)));
    }
    try (NDArray gradient = logits.getGradient()) {
      assertThat(gradient.get("1, 0").toFloatArray()).containsOnly(0f);
      assertThat(gradient.get("0, 0").toFloatArray())
          .containsExactly(
              new float[] {0.0316069f, 0.00057854f, 0.0575170f, -0.0897025f}, within(1e-6f));
    }
    assertThat(loss.loss(logits(), truth(0, 0, 0, 0)).getFloat()).isZero();
  }
}
