package dev.braid.tasks.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.nn.Tensors;

/**
 * Cross-entropy of the tokens of sequences with label smoothing (Szegedy et al. 2016): the mean
 * over all real tokens of a batch, as {@code torch.nn.functional.cross_entropy} with {@code
 * ignore_index} and {@code label_smoothing} defines it.
 *
 * @param smoothing share of the target that is spread evenly over all tokens, from 0, below 1
 * @param ignored the number of a token that has no loss, such as padding
 */
public record SequenceCrossEntropy(double smoothing, long ignored) {

  /**
   * The loss, a scalar; 0 where no token is real.
   *
   * @param logits {@code [..., classes]}
   * @param truth {@code [...]} int64
   */
  public NDArray loss(NDArray logits, NDArray truth) {
    NDArray logProbabilities = logits.logSoftmax(-1);
    int last = logits.getShape().dimension() - 1;
    NDArray losses = logProbabilities.gather(truth.expandDims(last), last).squeeze(last).neg();
    if (smoothing > 0) {
      NDArray even = logProbabilities.mean(new int[] {last}).neg();
      losses =
          losses
              .mul(Tensors.scalar(losses, 1 - smoothing))
              .add(even.mul(Tensors.scalar(even, smoothing)));
    }
    NDArray real = truth.neq(ignored).toType(DataType.FLOAT32, false);
    return losses.mul(real).sum().div(real.sum().maximum(Tensors.scalar(real, 1)));
  }
}
