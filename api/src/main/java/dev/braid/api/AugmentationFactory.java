package dev.braid.api;

import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;

/**
 * Makes an augmentation of one modality: what is read is changed at random, in training only, named
 * in the list {@code inputs.*.augment}.
 */
public interface AugmentationFactory<O extends Record> extends PartFactory<O> {

  /** The modality of what it changes. */
  Modality modality();

  /**
   * An augmentation of what a reader yields.
   *
   * @param context what the reader yields, complete
   */
  Augmentation create(O options, AugmentationContext context);
}
