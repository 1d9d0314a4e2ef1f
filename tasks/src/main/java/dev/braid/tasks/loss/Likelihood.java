package dev.braid.tasks.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;

/** How the outputs of a head read as probabilities of classes. */
public enum Likelihood {

  /** One logit a class; the softmax of the logits. */
  SOFTMAX {
    @Override
    public int outputs(int classes) {
      return classes;
    }

    @Override
    NDArray negativeLog(NDArray logits) {
      return logits.logSoftmax(1).neg();
    }

    @Override
    double[] probabilities(float[] logits, int row, int size) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < size; c++) {
        largest = Math.max(largest, logits[row * size + c]);
      }
      double[] exponents = new double[size];
      double sum = 0;
      for (int c = 0; c < size; c++) {
        exponents[c] = Math.exp(logits[row * size + c] - largest);
        sum += exponents[c];
      }
      for (int c = 0; c < size; c++) {
        exponents[c] /= sum;
      }
      return exponents;
    }
  },

  /** One logit for two classes; its sigmoid is the probability of the second. */
  SIGMOID {
    @Override
    public int outputs(int classes) {
      if (classes != 2) {
        throw new IllegalArgumentException("one logit tells two classes apart, not " + classes);
      }
      return 1;
    }

    /**
     * {@code log(1 + e^x)} and {@code log(1 + e^-x)}: weighted by 1 - y and y their sum is {@code
     * max(x, 0) - x y + log1p(e^-|x|)}, binary cross-entropy in the form that neither overflows nor
     * cancels.
     */
    @Override
    NDArray negativeLog(NDArray logits) {
      return NDArrays.concat(
          new NDList(Activation.softPlus(logits), Activation.softPlus(logits.neg())), 1);
    }

    @Override
    double[] probabilities(float[] logits, int row, int size) {
      double x = logits[row];
      return new double[] {sigmoid(-x), sigmoid(x)};
    }
  },

  /** One logit a class and a sigmoid for each: classes that do not exclude each other. */
  INDEPENDENT {
    @Override
    public int outputs(int classes) {
      return classes;
    }

    @Override
    NDArray negativeLog(NDArray logits) {
      return Activation.softPlus(logits.neg());
    }

    @Override
    double[] probabilities(float[] logits, int row, int size) {
      double[] all = new double[size];
      for (int c = 0; c < size; c++) {
        all[c] = sigmoid(logits[row * size + c]);
      }
      return all;
    }
  };

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** How many outputs a head has for this many classes. */
  public abstract int outputs(int classes);

  /** {@code -log p} of every class: {@code [B, outputs]} to {@code [B, classes]}. */
  abstract NDArray negativeLog(NDArray logits);

  abstract double[] probabilities(float[] logits, int row, int size);

  /** The probabilities of a batch on the host, {@code [B][classes]}. */
  public double[][] probabilities(NDArray logits) {
    int rows = Math.toIntExact(logits.getShape().get(0));
    int size = Math.toIntExact(logits.getShape().get(1));
    float[] values = logits.toFloatArray();
    double[][] all = new double[rows][];
    for (int row = 0; row < rows; row++) {
      all[row] = probabilities(values, row, size);
    }
    return all;
  }
}
