package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.nn.Tensors;
import java.util.random.RandomGenerator;

/**
 * Another row of a batch for each of its rows, drawn at random from those that do not belong to it.
 *
 * @param index {@code [B]} int64, the number of the drawn row; any where none is allowed
 * @param real {@code [B]} boolean, whether one is
 */
public record HardNegatives(NDArray index, NDArray real) {

  /** Below every logit; finite. */
  private static final double FLOOR = -1e30;

  /**
   * Draws with the probabilities that the softmax of logits gives, so that what is alike is drawn
   * more often (ALBEF, Li et al. 2021, arXiv:2107.07651, section 3.2): the largest of the logits
   * after Gumbel noise was added.
   *
   * @param logits {@code [B, B]}, such as scaled cosines; all the same for an even choice
   * @param allowed {@code [B, B]} boolean, such as what is compared and does not belong together
   */
  public static HardNegatives draw(NDArray logits, NDArray allowed, RandomGenerator random) {
    NDArray noisy = logits.stopGradient().add(noise(logits, random));
    NDArray index = NDArrays.where(allowed, noisy, Tensors.scalar(noisy, FLOOR)).argMax(1);
    return new HardNegatives(index, Tensors.anyReal(allowed));
  }

  private static NDArray noise(NDArray logits, RandomGenerator random) {
    Shape shape = logits.getShape();
    float[] noise = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) -Math.log(-Math.log(random.nextDouble() + Double.MIN_NORMAL));
    }
    NDManager manager = logits.getManager();
    return manager.create(noise, shape);
  }
}
