package dev.braid.core.check;

import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.EncodingSpec;

/**
 * One input of a checked spec.
 *
 * @param column the column of the data it reads, by default its own name
 * @param features what the reader yields, as far as its options tell
 * @param encoding what the encoder yields
 */
public record InputPlan(
    String name,
    Modality modality,
    String column,
    Bound<ReaderFactory<?>> reader,
    FeatureSpec features,
    Bound<EncoderFactory<?>> encoder,
    EncodingSpec encoding) {}
