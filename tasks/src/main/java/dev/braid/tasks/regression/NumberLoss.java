package dev.braid.tasks.regression;

import ai.djl.ndarray.NDArray;
import dev.braid.api.nn.Tensors;

/** What is minimised where numbers are predicted: means over all numbers of a batch. */
public enum NumberLoss {

  /** The square of the difference; learns the mean. */
  MSE {
    @Override
    NDArray of(NDArray difference) {
      return difference.mul(difference);
    }
  },

  /** The absolute difference; learns the median. */
  MAE {
    @Override
    NDArray of(NDArray difference) {
      return difference.abs();
    }
  },

  /**
   * Half the square up to a difference of 1 deviation, linear beyond it, so that single targets far
   * off count less; Huber 1964, as {@code torch.nn.HuberLoss} with delta 1.
   */
  HUBER {
    @Override
    NDArray of(NDArray difference) {
      NDArray distance = difference.abs();
      NDArray near = distance.minimum(Tensors.scalar(distance, 1));
      return near.mul(distance.sub(near.mul(Tensors.scalar(near, 0.5))));
    }
  };

  /** Element by element. */
  abstract NDArray of(NDArray difference);

  /** The loss of a batch, a scalar. */
  NDArray mean(NDArray outputs, NDArray targets) {
    return of(outputs.sub(targets)).mean();
  }
}
