package dev.braid.api.data;

/**
 * What an augmentation may know of the features that it changes.
 *
 * @param features what the reader yields, complete
 * @param special the ids of the reader that are not words
 */
public record AugmentationContext(FeatureSpec features, SpecialIds special) {}
