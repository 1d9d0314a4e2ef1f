package dev.braid.encoders.video;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.EncoderFactory;
import dev.braid.api.EncoderPart;
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
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Positions;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The encoder {@code frames}: a picture encoder makes one vector of each frame, pre-norm
 * Transformer layers look over all of a clip. Tokens are frames; the pooled vector is their mean.
 * Spatial first, time after: the factorised encoder of ViViT (Arnab et al. 2021, arXiv:2103.15691),
 * with any picture encoder.
 */
public final class FramesEncoder implements EncoderFactory<FramesEncoder.Options> {

  /** Options of {@code frames}. */
  public record Options(
      @Option(value = "encodes each frame", modality = "image") EncoderPart picture,
      @Option(value = "size of each vector", byDefault = "256", min = 1, max = 65536) int width,
      @Option(value = "attention heads; they divide the width", byDefault = "4", min = 1, max = 256)
          int heads,
      @Option(value = "layers over time", byDefault = "1", min = 0, max = 64) int layers,
      @Option(value = "inner width of the feed-forward; by default 4 * width", min = 1, max = 1e6)
          @Nullable Integer feedForward,
      @Option(value = "how a frame knows its place", byDefault = "sinusoidal")
          Positions.Kind positions,
      @Option(value = "most frames for learned positions", byDefault = "64", min = 1, max = 1e5)
          int maxPositions,
      @Option(value = "dropout", byDefault = "0.1", min = 0, max = 0.95) double dropout,
      @Option(value = "function inside the feed-forward", byDefault = "gelu")
          Nonlinearity activation) {}

  @Override
  public String type() {
    return "frames";
  }

  @Override
  public String description() {
    return "any picture encoder on each frame, a Transformer over time (ViViT's factorised encoder)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.VIDEO;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.width() % options.heads() != 0) {
      problems.add(
          "heads",
          "must divide the width %d, %d does not".formatted(options.width(), options.heads()));
    }
  }

  @Override
  public EncodingSpec output(Options options, FeatureSpec features) {
    options.picture().output(frame(features));
    return EncodingSpec.both(options.width());
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new Frames(options, frame(context.features()));
  }

  private static FeatureSpec frame(FeatureSpec clip) {
    return new FeatureSpec(clip.shape().slice(1), 0);
  }

  private static final class Frames extends Encoder {
    private final Options options;
    private final Encoder picture;
    private final Linear token;
    private final Positions positions;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final LayerNorm norm;

    Frames(Options options, FeatureSpec frame) {
      this.options = options;
      int width = options.width();
      int inner = options.feedForward() == null ? 4 * width : options.feedForward();
      EncodingSpec yields = options.picture().output(frame);
      Form form = yields.forms().contains(Form.POOLED) ? Form.POOLED : Form.TOKENS;
      picture = child("picture", options.picture().create(new EncoderContext(frame, Set.of(form))));
      token = child("token", new Linear(yields.width(), width));
      positions =
          child("positions", new Positions(options.positions(), options.maxPositions(), width));
      for (int i = 0; i < options.layers(); i++) {
        layers.add(
            child(
                "layers." + i,
                new EncoderLayer(
                    width, options.heads(), inner, options.activation(), true, options.dropout())));
      }
      norm = child("norm", new LayerNorm(width));
    }

    @Override
    public Encoding encode(InputBatch input, boolean training) {
      NDArray mask = Objects.requireNonNull(input.mask());
      NDArray x = positions.apply(token.apply(frames(input.values(), mask, training)));
      x = Tensors.dropout(x, options.dropout(), training);
      for (EncoderLayer layer : layers) {
        x = layer.apply(x, mask, training);
      }
      NDArray tokens = Tensors.cover(norm.apply(x), mask);
      return new Encoding(tokens, mask, Tensors.maskedMean(tokens, mask), input.present());
    }

    /** {@code [B, T, 3, H, W]} to {@code [B, T, D]}; a padded frame is an absent picture. */
    private NDArray frames(NDArray clips, NDArray mask, boolean training) {
      Shape shape = clips.getShape();
      long count = shape.get(0) * shape.get(1);
      NDArray real = mask.reshape(count);
      NDArray flat = clips.reshape(new Shape(count).addAll(shape.slice(2)));
      Encoding each = picture.encode(new InputBatch(flat, null, real), training);
      NDArray vectors =
          each.pooled() == null
              ? Tensors.maskedMean(each.requireTokens(), each.requireMask())
              : Tensors.orZeros(real, each.pooled());
      return vectors.reshape(shape.get(0), shape.get(1), vectors.getShape().get(1));
    }
  }
}
