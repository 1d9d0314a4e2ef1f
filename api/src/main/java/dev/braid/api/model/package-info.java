/**
 * The trainable parts of a model and what passes between them: encoders, fusion operators, task
 * heads and the {@link dev.braid.api.model.Encoding}. Layers that these are made of are in {@code
 * nn}; training itself is not here.
 */
@NullMarked
package dev.braid.api.model;

import org.jspecify.annotations.NullMarked;
