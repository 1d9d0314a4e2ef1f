package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** How far the score of a frame is from its target, from 0 to 1. */
public enum FrameLoss {
  /** Binary cross-entropy. */
  BCE {
    /** {@code -y log s - (1 - y) log(1 - s)} with {@code s = 1 / (1 + e^-x)}. */
    @Override
    NDArray of(NDArray logits, NDArray target) {
      return Activation.softPlus(logits).sub(logits.mul(target));
    }
  },
  /** Squared error. */
  MSE {
    @Override
    NDArray of(NDArray logits, NDArray target) {
      NDArray difference = Activation.sigmoid(logits).sub(target);
      return difference.mul(difference);
    }
  };

  /** The loss of each frame, of the logits' shape. */
  abstract NDArray of(NDArray logits, NDArray target);
}
