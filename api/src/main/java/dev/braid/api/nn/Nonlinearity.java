package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** The element-wise functions that options can name. */
public enum Nonlinearity {
  /** max(x, 0). */
  RELU,
  /** x Φ(x), the exact form with erf; Hendrycks and Gimpel 2016. */
  GELU,
  /** GELU by its tanh approximation. */
  GELU_TANH,
  /** Hyperbolic tangent. */
  TANH,
  /** 1/(1 + exp(-x)). */
  SIGMOID,
  /** x where positive, exp(x) - 1 elsewhere. */
  ELU;

  /** Applies it element by element. */
  public NDArray apply(NDArray x) {
    return switch (this) {
      case RELU -> Activation.relu(x);
      case GELU -> Activation.gelu(x);
      case GELU_TANH ->
          x.mul(Tensors.scalar(x, 0.5))
              .mul(
                  x.add(x.mul(x).mul(x).mul(Tensors.scalar(x, 0.044715)))
                      .mul(Tensors.scalar(x, Math.sqrt(2 / Math.PI)))
                      .tanh()
                      .add(1));
      case TANH -> x.tanh();
      case SIGMOID -> Activation.sigmoid(x);
      case ELU -> Activation.elu(x, 1);
    };
  }
}
