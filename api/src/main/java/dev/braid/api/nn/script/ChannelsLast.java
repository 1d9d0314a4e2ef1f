package dev.braid.api.nn.script;

import ai.djl.ndarray.NDArray;

/**
 * The layout in which the channels of a pixel lie side by side. Shape and values stay as they are,
 * and so do those of all that follows; but what follows keeps the layout, and on the CPU
 * convolutions need no reordering and pooling and normalisation use vector units over the channels.
 *
 * <p>Measured on one core of an AMD EPYC of family 26 (Zen 5), a whole training step of a model
 * with a network of three 3x3 convolutions, each with norm and pooling: 1.5 to 1.75 times as fast.
 * A ResNet-18 on the same pictures, which pools once, gained nothing.
 */
public final class ChannelsLast {

  private static final Script SCRIPT =
      new Script(
          """
          def lay(self, x: Tensor) -> Tensor:
            return torch.contiguous(x, memory_format=2)
          """);

  /** An engine of another kind, which does the same and holds the same memory. */
  public interface Kernel {

    /** As {@link ChannelsLast#of}. */
    NDArray channelsLast(NDArray x);
  }

  private ChannelsLast() {}

  /** The same values {@code [B, C, H, W]} in this layout, or as they are on a GPU or elsewhere. */
  public static NDArray of(NDArray x) {
    if (x.getManager().getEngine() instanceof Kernel kernel) {
      return kernel.channelsLast(x);
    }
    return SCRIPT.runsOn(x) && !x.getDevice().isGpu() ? SCRIPT.call("lay", x) : x;
  }
}
