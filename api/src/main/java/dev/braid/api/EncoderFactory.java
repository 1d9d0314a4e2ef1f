package dev.braid.api;

import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;

/** Makes an encoder of one modality: features of an input to an {@code Encoding}. */
public interface EncoderFactory<O extends Record> extends PartFactory<O> {

  /** The modality whose readers it fits. */
  Modality modality();

  /**
   * What it will yield, known before anything is allocated.
   *
   * @param features what the reader yields; its number of classes may not be known yet
   */
  EncodingSpec output(O options, FeatureSpec features);

  /** Builds the block; its parameters get their values later. */
  Encoder create(O options, EncoderContext context);
}
