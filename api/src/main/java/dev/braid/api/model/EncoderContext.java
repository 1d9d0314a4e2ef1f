package dev.braid.api.model;

import dev.braid.api.data.FeatureSpec;
import java.util.Set;

/**
 * What an encoder is built for.
 *
 * @param features what the reader yields, complete
 * @param wanted the forms that will be used, by the fusion operator or by the pooling in front of
 *     it; a parameter that serves another form only would never train and must not be made
 */
public record EncoderContext(FeatureSpec features, Set<Form> wanted) {}
