package dev.braid.api;

import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An encoder among the options of another part, with options of its own: {@code picture: {type:
 * cnn, width: 64}}. The spec names any encoder of the modality that {@link Option#modality()} says;
 * it is found and its options are checked as those of every part, so the part that holds it need
 * not know it.
 */
public final class EncoderPart {

  private final EncoderFactory<?> factory;
  private final Record options;

  private EncoderPart(EncoderFactory<?> factory, Record options) {
    this.factory = factory;
    this.options = options;
  }

  /**
   * An encoder with its options.
   *
   * @throws ClassCastException if the options are those of another part
   */
  public static EncoderPart of(EncoderFactory<?> factory, Record options) {
    return new EncoderPart(factory, factory.options().cast(options));
  }

  /** What it will yield for these features, known before anything is allocated. */
  public EncodingSpec output(FeatureSpec features) {
    return output(factory, features);
  }

  private <O extends Record> EncodingSpec output(EncoderFactory<O> encoder, FeatureSpec features) {
    return encoder.output(encoder.options().cast(options), features);
  }

  /** Builds the block, which becomes a child of the block of the part that holds it. */
  public Encoder create(EncoderContext context) {
    return create(factory, context);
  }

  private <O extends Record> Encoder create(EncoderFactory<O> encoder, EncoderContext context) {
    return encoder.create(encoder.options().cast(options), context);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncoderPart part
        && factory.type().equals(part.factory.type())
        && options.equals(part.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(factory.type(), options);
  }

  /** The encoder's name and options, the same in every process. */
  @Override
  public String toString() {
    return factory.type() + " " + options;
  }
}
