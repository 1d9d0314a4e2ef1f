package dev.braid.tasks.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.nn.Tensors;

/**
 * Cross-entropy against classes or distributions over classes, with class weights and label
 * smoothing (Szegedy et al. 2016), as {@code torch.nn.functional.cross_entropy} defines them.
 *
 * <p>With q the target, w the class weights and e the smoothing, a sample's loss is {@code -sum_c
 * w_c ((1 - e) q_c + e / classes) log p_c}. The loss of a batch is the sum over its samples divided
 * by the sum of their weights: w of the true class, or 1 where the target is a distribution. A
 * sample without a target counts in neither sum.
 *
 * <p>Targets are {@code [truth [B] int64, weight [B]]}, with {@code [B, classes]} behind them where
 * more than the true class counts.
 */
public final class CrossEntropy {

  private final Likelihood likelihood;
  private final double smoothing;
  private final double[] classWeights;

  /**
   * For a number of classes.
   *
   * @param smoothing from 0, below 1
   * @param classWeights one a class, above 0
   */
  public CrossEntropy(Likelihood likelihood, double smoothing, double... classWeights) {
    this.likelihood = likelihood;
    this.smoothing = smoothing;
    this.classWeights = classWeights.clone();
  }

  /**
   * Targets that are classes.
   *
   * @param truth the class of each sample, -1 for one without a target
   */
  public NDList targets(int[] truth, NDManager manager) {
    float[] weights = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      weights[i] = truth[i] < 0 ? 0 : (float) classWeights[truth[i]];
    }
    NDList targets = new NDList(truth(truth, manager), manager.create(weights));
    if (smoothing > 0) {
      targets.add(weighted(oneHot(truth), manager));
    }
    return targets;
  }

  /**
   * Targets that are distributions.
   *
   * @param truth the class of each sample that a prediction is held against, -1 for none
   * @param shares {@code [B][classes]}, rows sum to 1, or to 0 for a sample without a target
   */
  public NDList targets(int[] truth, double[][] shares, NDManager manager) {
    float[] weights = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      weights[i] = sum(shares[i]) > 0 ? 1 : 0;
    }
    return new NDList(truth(truth, manager), manager.create(weights), weighted(shares, manager));
  }

  /** The loss of a batch, a scalar; 0 where no sample has a target. */
  public NDArray loss(NDArray outputs, NDList targets) {
    NDArray negativeLog = likelihood.negativeLog(outputs);
    NDArray weights = targets.get(1);
    NDArray total =
        targets.size() > 2
            ? negativeLog.mul(targets.get(2)).sum()
            : negativeLog
                .gather(targets.get(0).maximum(outputs.getManager().create(0L)).expandDims(1), 1)
                .squeeze(1)
                .mul(weights)
                .sum();
    return total.div(weights.sum().maximum(Tensors.scalar(weights, 1e-12)));
  }

  /** What the loss of a batch was divided by; needed to average over batches. */
  public static double weight(NDList targets) {
    double sum = 0;
    for (float weight : targets.get(1).toFloatArray()) {
      sum += weight;
    }
    return sum;
  }

  private double[][] oneHot(int[] truth) {
    double[][] shares = new double[truth.length][classWeights.length];
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] >= 0) {
        shares[i][truth[i]] = 1;
      }
    }
    return shares;
  }

  private NDArray weighted(double[][] shares, NDManager manager) {
    int classes = classWeights.length;
    float[] values = new float[shares.length * classes];
    for (int i = 0; i < shares.length; i++) {
      if (sum(shares[i]) > 0) {
        for (int c = 0; c < classes; c++) {
          double smooth = (1 - smoothing) * shares[i][c] + smoothing / classes;
          values[i * classes + c] = (float) (classWeights[c] * smooth);
        }
      }
    }
    return manager.create(values, new Shape(shares.length, classes));
  }

  private static NDArray truth(int[] truth, NDManager manager) {
    long[] values = new long[truth.length];
    for (int i = 0; i < truth.length; i++) {
      values[i] = truth[i];
    }
    return manager.create(values);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
