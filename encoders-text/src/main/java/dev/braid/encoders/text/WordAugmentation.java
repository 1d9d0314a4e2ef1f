package dev.braid.encoders.text;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.Modality;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.Feature;
import dev.braid.api.data.SpecialIds;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** An augmentation of the words of a text; ids that are not words keep their place. */
abstract class WordAugmentation<O extends Record> implements AugmentationFactory<O> {

  @Override
  public final Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public final Augmentation create(O options, AugmentationContext context) {
    return (feature, random) -> {
      if (!(feature instanceof Feature.Ids ids)) {
        throw new IllegalArgumentException(type() + " changes the ids of words, not " + feature);
      }
      int[] words =
          IntStream.range(0, ids.values().length)
              .filter(t -> !context.special().fixed().contains(ids.values()[t]))
              .toArray();
      return new Feature.Ids(
          change(options, ids.values().clone(), words, context.special(), random));
    };
  }

  /**
   * The changed text.
   *
   * @param ids may be changed
   * @param words the places of words among them
   */
  abstract int[] change(
      O options, int[] ids, int[] words, SpecialIds special, RandomGenerator random);
}
