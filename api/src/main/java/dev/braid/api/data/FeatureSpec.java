package dev.braid.api.data;

import ai.djl.ndarray.types.Shape;

/**
 * The features of one sample of an input.
 *
 * @param shape without the batch dimension; -1 where the size varies from sample to sample, 0 where
 *     it is the same for all and the reader has not learned it yet. Text ids are {@code [-1]},
 *     pictures {@code [3, H, W]}
 * @param classes for ids, how many there are (the size of the vocabulary); 0 where the features are
 *     not ids or the reader has not learned them yet
 */
public record FeatureSpec(Shape shape, int classes) {}
