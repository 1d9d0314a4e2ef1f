package dev.braid.encoders.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.pooling.Pool;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.script.ChannelsLast;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoder {@code cnn}: a few convolutions, small enough for a laptop. */
public final class CnnEncoder implements EncoderFactory<CnnEncoder.Options> {

  /** Options of {@code cnn}. */
  public record Options(
      @Option(
              value = "channels of each block; a block halves the picture",
              byDefault = "[32, 64, 128]",
              min = 1,
              max = 4096)
          List<Integer> channels,
      @Option(value = "size of each output vector", byDefault = "256", min = 1, max = 65536)
          int width,
      @Option(
              value = "rows and columns that are kept apart in the pooled vector",
              byDefault = "4",
              min = 1,
              max = 64)
          int grid) {}

  @Override
  public String type() {
    return "cnn";
  }

  @Override
  public String description() {
    return "small convolutional network trained from nothing";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.IMAGE;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.channels().isEmpty()) {
      problems.add("channels", "must name at least one block, such as [32, 64, 128]");
    }
  }

  @Override
  public EncodingSpec output(Options options, FeatureSpec features) {
    if (features.shape().get(1) >> options.channels().size() < 1) {
      throw new IllegalArgumentException(
          "%d blocks halve a picture of %d pixels to nothing; use fewer channels or a larger reader size"
              .formatted(options.channels().size(), features.shape().get(1)));
    }
    return EncodingSpec.both(options.width());
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new Cnn(options, context);
  }

  private static final class Cnn extends Encoder {
    private final List<Block> blocks = new ArrayList<>();
    private final int grid;
    private final @Nullable Linear fc;
    private final @Nullable Linear token;
    private final @Nullable Parameter position;

    Cnn(Options options, EncoderContext context) {
      grid = options.grid();
      int in = (int) context.features().shape().get(0);
      for (int out : options.channels()) {
        blocks.add(child("blocks." + blocks.size(), new Block(in, out)));
        in = out;
      }
      fc =
          context.wanted().contains(Form.POOLED)
              ? child("fc", new Linear(in * grid * grid, options.width()))
              : null;
      if (context.wanted().contains(Form.TOKENS)) {
        long height = context.features().shape().get(1) >> blocks.size();
        long width = context.features().shape().get(2) >> blocks.size();
        token = child("token", new Linear(in, options.width()));
        position =
            parameter(
                "position.weight", Grid.positions(height, width), height * width, options.width());
      } else {
        token = null;
        position = null;
      }
    }

    @Override
    public Encoding encode(InputBatch input, boolean training) {
      NDArray map = ChannelsLast.of(input.values());
      for (Block block : blocks) {
        map = block.apply(map, training);
      }
      NDArray pooled = null;
      if (fc != null) {
        NDArray cells = Grid.average(map, grid);
        pooled = Activation.relu(fc.apply(cells.reshape(cells.getShape().get(0), -1)));
      }
      if (token == null || position == null) {
        return new Encoding(null, null, pooled, input.present());
      }
      Encoding tokens =
          Grid.tokens(token.apply(Grid.cells(map)).add(position.getArray()), input.present());
      return new Encoding(tokens.tokens(), tokens.mask(), pooled, input.present());
    }
  }

  private static final class Block extends Module {
    private final Conv2d conv;
    private final BatchNorm2d norm;

    Block(int in, int out) {
      conv = child("conv", new Conv2d(in, out, 3, 1));
      norm = child("norm", new BatchNorm2d(out));
    }

    NDArray apply(NDArray x, boolean training) {
      Shape two = new Shape(2, 2);
      NDArray y = norm.apply(conv.apply(x), training);
      // The same as pooling after the activation, on a quarter of the values.
      return Activation.relu(Pool.maxPool2d(y, two, two, new Shape(0, 0), false));
    }
  }
}
