package dev.braid.tasks.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.braid.api.nn.Tensors;

/**
 * Binary cross-entropy of one logit a label, the mean over samples and labels, as {@code
 * torch.nn.functional.binary_cross_entropy_with_logits} defines it. Smoothing e makes the targets
 * {@code (1 - e) y + e / 2}; Szegedy et al. 2016.
 *
 * <p>Targets are {@code [truth [B, labels], weight [B, labels]]}, float32, truth being 0 or 1.
 */
public final class SigmoidLoss {

  private final double smoothing;
  private final double[] with;
  private final double[] without;

  /**
   * For a number of labels.
   *
   * @param smoothing from 0, below 1
   * @param with the weight of a sample that has the label, one a label
   * @param without the weight of a sample that has not
   */
  public SigmoidLoss(double smoothing, double[] with, double[] without) {
    this.smoothing = smoothing;
    this.with = with.clone();
    this.without = without.clone();
  }

  /**
   * Targets.
   *
   * @param truth {@code [B][labels]}
   */
  public NDList targets(boolean[][] truth, NDManager manager) {
    int labels = with.length;
    float[] values = new float[truth.length * labels];
    float[] weights = new float[values.length];
    for (int i = 0; i < truth.length; i++) {
      for (int c = 0; c < labels; c++) {
        values[i * labels + c] = truth[i][c] ? 1 : 0;
        weights[i * labels + c] = (float) (truth[i][c] ? with[c] : without[c]);
      }
    }
    Shape shape = new Shape(truth.length, labels);
    return new NDList(manager.create(values, shape), manager.create(weights, shape));
  }

  /** The loss of a batch, a scalar. */
  public NDArray loss(NDArray logits, NDList targets) {
    NDArray truth = targets.get(0);
    NDArray wanted =
        smoothing == 0
            ? truth
            : truth
                .mul(Tensors.scalar(truth, 1 - smoothing))
                .add(Tensors.scalar(truth, smoothing / 2));
    // log(1 + e^x) - x y neither overflows nor cancels.
    return Activation.softPlus(logits).sub(logits.mul(wanted)).mul(targets.get(1)).mean();
  }
}
