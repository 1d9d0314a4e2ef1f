package dev.braid.api.data;

import java.util.random.RandomGenerator;

/** Changes the features of one value at random. Called from several threads at once. */
@FunctionalInterface
public interface Augmentation {

  /**
   * Features of the same kind; where the reader's shape is fixed, of the same shape.
   *
   * @param feature may be kept for other epochs and must not be changed
   * @param random the only source of chance, so that a run can be repeated
   */
  Feature apply(Feature feature, RandomGenerator random);
}
