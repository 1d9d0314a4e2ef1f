package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;

/**
 * Normalises each channel over the batch; torch.nn.BatchNorm2d with eps 1e-5 and momentum 0.1. The
 * running statistics change in training only. Ioffe and Szegedy 2015.
 *
 * <p>A batch with a single value a channel has no variance: there, where torch refuses to train,
 * the running statistics are used and stay, as they do while its weight is frozen. Rows of absent
 * samples are zeros at the input and count in the statistics of a batch.
 */
final class BatchNorm2d extends Module {

  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;

  BatchNorm2d(int channels) {
    weight = parameter("weight", Init.ones(), channels);
    bias = parameter("bias", Init.zeros(), channels);
    mean = buffer("running_mean", Init.zeros(), channels);
    variance = buffer("running_var", Init.ones(), channels);
  }

  /** {@code [B, C, H, W]}. */
  NDArray apply(NDArray x, boolean training) {
    Shape shape = x.getShape();
    boolean several = shape.size() > shape.get(1);
    // DJL's momentum is the share that is kept, torch's the share that is new.
    return BatchNorm.batchNorm(
            x,
            mean.getArray(),
            variance.getArray(),
            weight.getArray(),
            bias.getArray(),
            -1,
            0.9f,
            1e-5f,
            training && several && !isFrozen(weight))
        .singletonOrThrow();
  }
}
