package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What cosines are multiplied by and what is then added, for a {@link ContrastiveLoss}. The factor
 * is the inverse of the temperature, learned as its logarithm and never above 100 (Radford et al.
 * 2021, arXiv:2103.00020, section 2.5). What is added is learned for the sigmoid loss and 0
 * otherwise (Zhai et al. 2023, arXiv:2303.15343, section 3.2). The triplet loss has neither.
 */
public final class Temperature extends Module {

  /** The largest factor. */
  public static final double LARGEST = 100;

  private static final double FIRST_BIAS = -10;

  private final double fixed;
  private final @Nullable Parameter logScale;
  private final @Nullable Parameter bias;

  /**
   * For a loss.
   *
   * @param temperature at the start, at least 0.01
   * @param learned whether it changes in training
   */
  public Temperature(ContrastiveLoss loss, double temperature, boolean learned) {
    boolean scaled = loss != ContrastiveLoss.TRIPLET;
    fixed = scaled ? Math.min(1 / temperature, LARGEST) : 1;
    logScale = scaled && learned ? parameter("log_scale", Init.constant(Math.log(fixed)), 1) : null;
    bias = loss == ContrastiveLoss.SIGMOID ? parameter("bias", Init.constant(FIRST_BIAS), 1) : null;
  }

  /**
   * Factor and summand, once for each row of a batch, so that they travel with its embeddings to
   * the loss.
   *
   * @param data of the batch, {@code [B, …]}
   * @return {@code [B, 2]}
   */
  public NDArray of(NDArray data, boolean training) {
    if (training && logScale != null && !isFrozen(logScale)) {
      clamp(logScale, data);
    }
    Shape column = new Shape(data.getShape().get(0), 1);
    NDArray zeros = data.getManager().zeros(column);
    NDArray scale =
        logScale == null
            ? data.getManager().full(column, (float) fixed)
            : zeros.add(Tensors.view(logScale, data, 1, 1).exp());
    return Tensors.concat(
        List.of(scale, bias == null ? zeros : zeros.add(Tensors.view(bias, data, 1, 1))), 1);
  }

  /** In place, since a limit in the computation would have no gradient that leads back from it. */
  private static void clamp(Parameter logScale, NDArray data) {
    NDArray now = Tensors.view(logScale, data, 1).stopGradient();
    NDArray largest = Tensors.scalar(data, Math.log(LARGEST));
    if (!Tensors.allTrue(now.lte(largest))) {
      NDArray value = logScale.getArray();
      value.setRequiresGradient(false);
      value.set(new NDIndex("..."), now.minimum(largest));
      value.setRequiresGradient(true);
    }
  }
}
