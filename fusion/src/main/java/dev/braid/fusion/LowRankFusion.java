package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * What the operators that factorise a bilinear map share: the product of the inputs' factors, ones
 * for absent inputs, and the end, {@code act(O norm(z))} with {@code output} as O.
 */
abstract class LowRankFusion extends VectorFusion {

  /** What the option normalize says of itself. */
  static final String NORMALIZE =
      "Signed square root and L2 norm of the fused vector before the output layer";

  /** What the option activation_input says of itself. */
  static final String ACTIVATION_INPUT = "Function of each input's projection; null means none";

  /** What the option activation_output says of itself. */
  static final String ACTIVATION_OUTPUT = "Function of the result; null means none";

  private final Linear output;
  private final boolean normalize;
  private final @Nullable Nonlinearity activation;

  /** With an output layer from width to output, and a function after it where there is one. */
  LowRankFusion(
      FusionInputs inputs,
      int width,
      int output,
      boolean normalize,
      @Nullable Nonlinearity activation) {
    super(inputs);
    this.normalize = normalize;
    this.activation = activation;
    this.output = child("output", new Linear(width, output));
  }

  /**
   * What it yields, with problems where its first or last layers are too large.
   *
   * @param projected the width that each input is projected to
   * @param width what the output layer takes
   * @param help the options that make these smaller
   */
  static EncodingSpec spec(
      FusionInputs inputs, long projected, long width, int output, String help, Problems problems) {
    inputs
        .widths()
        .forEach(
            (m, d) ->
                SizeLimit.check(
                    "projection." + m + ".weight", "hidden", help, problems, projected, d));
    SizeLimit.check("output.weight", "output", "output or " + help, problems, output, width);
    return EncodingSpec.pooled(output);
  }

  /** The element-wise product of the factors of the inputs that are there. */
  static NDArray product(PerInput<NDArray> factors, PerInput<NDArray> present) {
    return Combination.PRODUCT.apply(factors, present, null);
  }

  /** The function of each input's vector, or the vectors as they are without one. */
  static PerInput<NDArray> activate(@Nullable Nonlinearity function, PerInput<NDArray> z) {
    return function == null ? z : z.map((m, value) -> function.apply(value));
  }

  /** {@code norm(z)} where the operator normalises, z where it does not; {@code [B, D]}. */
  final NDArray normalized(NDArray z) {
    return normalize ? rootNorm(z) : z;
  }

  /** The output layer and the function after it, {@code [B, width]} to {@code [B, output]}. */
  final NDArray finish(NDArray z) {
    NDArray y = output.apply(z);
    return activation == null ? y : activation.apply(y);
  }

  /**
   * sign(z) sqrt(|z|), then division by the larger of the L2 norm and 1e-12. At z = 0, where the
   * root has no slope, value and gradient are 0.
   */
  static NDArray rootNorm(NDArray z) {
    NDArray one = Tensors.scalar(z, 1);
    NDArray size = z.abs();
    // The sign, which has no slope, makes the root of a 1 that stands for a 0 a zero again.
    NDArray sign = z.stopGradient().sign();
    NDArray root = sign.mul(orOne(size, one).sqrt());
    // The squared norm of the root; a row of zeros is divided by 1.
    NDArray square = size.sum(new int[] {1}, true);
    NDArray norm = orOne(square, one).sqrt();
    return root.mul(one.div(norm.maximum(Tensors.scalar(z, 1e-12))));
  }

  /** Ones in the place of zeros. */
  private static NDArray orOne(NDArray x, NDArray one) {
    NDArray some = x.neq(0);
    return Tensors.allTrue(some) ? x : NDArrays.where(some, x, one);
  }
}
