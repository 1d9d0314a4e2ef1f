package dev.braid.encoders.text;

import ai.djl.ndarray.NDArray;
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
import dev.braid.api.nn.Embedding;
import dev.braid.api.nn.EncoderLayer;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Positions;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The encoder {@code transformer}: pre-norm Transformer layers, pooled by the masked mean. */
public final class TransformerEncoder implements EncoderFactory<TransformerEncoder.Options> {

  /** Options of {@code transformer}. */
  public record Options(
      @Option(value = "size of each vector", byDefault = "256", min = 1, max = 65536) int width,
      @Option(value = "attention heads; they divide the width", byDefault = "4", min = 1, max = 256)
          int heads,
      @Option(value = "layers on each other", byDefault = "2", min = 1, max = 64) int layers,
      @Option(value = "inner width of the feed-forward; by default 4 * width", min = 1, max = 1e6)
          @Nullable Integer feedForward,
      @Option(value = "how a token knows its place", byDefault = "sinusoidal")
          Positions.Kind positions,
      @Option(value = "most tokens for learned positions", byDefault = "512", min = 1, max = 1e5)
          int maxPositions,
      @Option(value = "dropout", byDefault = "0.1", min = 0, max = 0.95) double dropout,
      @Option(value = "function inside the feed-forward", byDefault = "gelu")
          Nonlinearity activation) {}

  @Override
  public String type() {
    return "transformer";
  }

  @Override
  public String description() {
    return "Transformer encoder over word embeddings (Vaswani et al. 2017)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.TEXT;
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
    return EncodingSpec.both(options.width());
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new Transformer(context.features().classes(), options);
  }

  private static final class Transformer extends Encoder {
    private final Options options;
    private final Embedding embedding;
    private final Positions positions;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final LayerNorm norm;

    Transformer(int rows, Options options) {
      this.options = options;
      int width = options.width();
      int inner = options.feedForward() == null ? 4 * width : options.feedForward();
      embedding = child("embedding", new Embedding(rows, width));
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
      NDArray x = embedding.apply(input.values());
      x = Tensors.dropout(positions.apply(x), options.dropout(), training);
      for (EncoderLayer layer : layers) {
        x = layer.apply(x, mask, training);
      }
      NDArray tokens = Tensors.cover(norm.apply(x), mask);
      return new Encoding(tokens, mask, Tensors.maskedMean(tokens, mask), input.present());
    }
  }
}
