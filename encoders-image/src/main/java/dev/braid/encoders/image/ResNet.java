package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deep residual network, He et al. 2016, with the names of torchvision ({@code
 * layer1.0.conv1.weight}, {@code layer2.0.downsample.0.weight}). The last linear layer serves the
 * pooled vector and each cell of the map alike: the mean of the tokens is the pooled vector.
 */
final class ResNet extends Encoder {

  private final Conv2d conv1;
  private final BatchNorm2d bn1;
  private final List<Unit> units = new ArrayList<>();
  private final @Nullable Linear fc;
  private final Set<Form> wanted;

  ResNet(int depth, @Nullable Integer width, Set<Form> wanted) {
    this.wanted = Set.copyOf(wanted);
    int[] counts = depth == 18 ? new int[] {2, 2, 2, 2} : new int[] {3, 4, 6, 3};
    boolean bottleneck = depth == 50;
    conv1 = child("conv1", conv(3, 64, 7, 2, 3));
    bn1 = child("bn1", new BatchNorm2d(64));
    int in = 64;
    for (int layer = 0; layer < counts.length; layer++) {
      int channels = 64 << layer;
      for (int i = 0; i < counts[layer]; i++) {
        int stride = layer > 0 && i == 0 ? 2 : 1;
        String name = "layer" + (layer + 1) + "." + i;
        Unit unit = child(name, new Unit(in, channels, stride, bottleneck));
        units.add(unit);
        in = bottleneck ? 4 * channels : channels;
      }
    }
    fc = width == null ? null : child("fc", new Linear(in, width));
  }

  /** The channels of the last map. */
  static int channels(int depth) {
    return depth == 50 ? 2048 : 512;
  }

  /** Kaiming normal over the outputs, without a bias, as torchvision starts it. */
  private static Conv2d conv(int in, int out, int kernel, int stride, int padding) {
    Init init = Init.normal(Math.sqrt(2.0 / (out * kernel * kernel)));
    return new Conv2d(in, out, kernel, stride, padding, init, false);
  }

  @Override
  public Encoding encode(InputBatch input, boolean training) {
    NDArray x = Activation.relu(bn1.apply(conv1.apply(input.values()), training));
    x = Pool.maxPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
    for (Unit unit : units) {
      x = unit.apply(x, training);
    }
    NDArray pooled = null;
    if (wanted.contains(Form.POOLED)) {
      pooled = last(Grid.average(x, 1).reshape(x.getShape().get(0), x.getShape().get(1)));
    }
    if (!wanted.contains(Form.TOKENS)) {
      return new Encoding(null, null, pooled, input.present());
    }
    Encoding tokens = Grid.tokens(last(Grid.cells(x)), input.present());
    return new Encoding(tokens.tokens(), tokens.mask(), pooled, input.present());
  }

  private NDArray last(NDArray x) {
    return fc == null ? x : fc.apply(x);
  }

  /** A residual unit: two 3×3 convolutions, or 1×1, 3×3, 1×1 in the deeper networks. */
  private static final class Unit extends Module {
    private final List<Conv2d> convs = new ArrayList<>();
    private final List<BatchNorm2d> norms = new ArrayList<>();
    private final @Nullable Conv2d shortcut;
    private final @Nullable BatchNorm2d shortcutNorm;

    Unit(int in, int channels, int stride, boolean bottleneck) {
      int out = bottleneck ? 4 * channels : channels;
      if (bottleneck) {
        add(conv(in, channels, 1, 1, 0), channels);
        add(conv(channels, channels, 3, stride, 1), channels);
        add(conv(channels, out, 1, 1, 0), out);
      } else {
        add(conv(in, channels, 3, stride, 1), channels);
        add(conv(channels, channels, 3, 1, 1), channels);
      }
      boolean changes = stride != 1 || in != out;
      shortcut = changes ? child("downsample.0", conv(in, out, 1, stride, 0)) : null;
      shortcutNorm = changes ? child("downsample.1", new BatchNorm2d(out)) : null;
    }

    private void add(Conv2d conv, int channels) {
      int number = convs.size() + 1;
      convs.add(child("conv" + number, conv));
      norms.add(child("bn" + number, new BatchNorm2d(channels)));
    }

    NDArray apply(NDArray x, boolean training) {
      NDArray y = x;
      for (int i = 0; i < convs.size(); i++) {
        y = norms.get(i).apply(convs.get(i).apply(y), training);
        if (i + 1 < convs.size()) {
          y = Activation.relu(y);
        }
      }
      NDArray direct =
          shortcut == null || shortcutNorm == null
              ? x
              : shortcutNorm.apply(shortcut.apply(x), training);
      return Activation.relu(y.add(direct));
    }
  }
}
