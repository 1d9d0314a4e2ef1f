package dev.braid.core.train.balance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * On-the-fly gradient modulation with generalisation enhancement (Peng et al., CVPR 2022, "Balanced
 * Multimodal Learning via On-the-fly Gradient Modulation", OGM-GE).
 *
 * <p>An input's score is {@code s = exp(-L)} with L the loss of its own head over the samples that
 * have it: the geometric mean of the probability that the head gives to the truth. The discrepancy
 * of input u is {@code r_u = s_u / mean_v≠u s_v}, and the gradients of its encoder are multiplied
 * by
 *
 * <pre>k_u = 1 - tanh(alpha * r_u) where r_u > 1, else 1</pre>
 *
 * and, with noise, get a normal value of their own standard deviation (before the factor) added.
 *
 * <p>The paper has two inputs, for which {@code r_u} is theirs; it sums probabilities instead of
 * taking the geometric mean, and reads an input's logits off the part of a concatenation's
 * classifier that belongs to it. Heads of their own serve every fusion operator; they are trained
 * on detached encodings.
 */
final class Modulation {

  private Modulation() {}

  /**
   * The factor of each input.
   *
   * @param losses of the inputs' heads; an input without one is judged by none and left out
   * @return factors from 0 to 1; all 1 where there are fewer than two inputs
   */
  static Map<String, Double> factors(Map<String, Double> losses, double alpha) {
    Map<String, Double> factors = new LinkedHashMap<>();
    losses.forEach(
        (input, loss) -> {
          // Differences of losses, since exp(-loss) alone may be 0 for all of them.
          DoubleStream others =
              losses.entrySet().stream()
                  .filter(other -> !other.getKey().equals(input))
                  .mapToDouble(other -> Math.exp(loss - other.getValue()));
          double ratio = 1 / others.average().orElse(1);
          factors.put(input, ratio > 1 ? 1 - Math.tanh(alpha * ratio) : 1);
        });
    return factors;
  }

  /**
   * Changes the gradients of the encoders in place.
   *
   * @param gradients by parameter name
   * @param factors by input
   * @param noise whether to add it; it is drawn from the engine's generator, in the order of names
   */
  static void apply(Map<String, NDArray> gradients, Map<String, Double> factors, boolean noise) {
    gradients.forEach(
        (name, gradient) -> {
          Double factor = factors.get(input(name));
          if (factor == null) {
            return;
          }
          try (NDManager manager = NDManager.newBaseManager()) {
            double deviation = noise ? deviation(gradient, manager) : 0;
            gradient.muli(factor);
            if (deviation > 0) {
              gradient.addi(
                  manager.randomNormal(
                      0f, (float) deviation, gradient.getShape(), gradient.getDataType()));
            }
          }
        });
  }

  /** The input that a parameter belongs to, or "". */
  private static String input(String name) {
    String[] parts = name.split("\\.", 3);
    boolean own = parts.length == 3 && (parts[0].equals("encoders") || parts[0].equals("pool"));
    return own ? parts[1] : "";
  }

  /** With n - 1 below the line, as the authors' code has it; 0 for a single value. */
  private static double deviation(NDArray gradient, NDManager scope) {
    long count = gradient.size();
    if (count < 2) {
      return 0;
    }
    NDArray values = scope.zeros(gradient.getShape(), gradient.getDataType()).add(gradient);
    NDArray distance = values.sub(values.mean());
    return Math.sqrt(distance.mul(distance).sum().getFloat() / (count - 1));
  }
}
