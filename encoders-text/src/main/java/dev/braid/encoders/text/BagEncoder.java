package dev.braid.encoders.text;

import ai.djl.ndarray.NDArray;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.nn.Embedding;
import dev.braid.api.nn.Tensors;
import java.util.Objects;

/** The encoder {@code bag}: the mean of the words' embeddings; its tokens are the embeddings. */
public final class BagEncoder implements EncoderFactory<BagEncoder.Options> {

  /** Options of {@code bag}. */
  public record Options(
      @Option(value = "size of each vector", byDefault = "256", min = 1, max = 65536) int width) {}

  @Override
  public String type() {
    return "bag";
  }

  @Override
  public String description() {
    return "mean of word embeddings; the order of words is lost";
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
  public EncodingSpec output(Options options, FeatureSpec features) {
    return EncodingSpec.both(options.width());
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new Bag(context.features().classes(), options.width());
  }

  private static final class Bag extends Encoder {
    private final Embedding embedding;

    Bag(int rows, int width) {
      embedding = child("embedding", new Embedding(rows, width));
    }

    @Override
    public Encoding encode(InputBatch input, boolean training) {
      NDArray mask = Objects.requireNonNull(input.mask());
      NDArray tokens = Tensors.cover(embedding.apply(input.values()), mask);
      return new Encoding(tokens, mask, Tensors.maskedMean(tokens, mask), input.present());
    }
  }
}
