package dev.braid.encoders.image;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.Modality;
import dev.braid.api.Problems;
import dev.braid.api.data.Augmentation;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.Feature;
import java.util.List;
import java.util.random.RandomGenerator;

/** An augmentation of pictures {@code [3, H, W]} of bytes; their size stays. */
abstract class PictureAugmentation<O extends Record> implements AugmentationFactory<O> {

  @Override
  public final Modality modality() {
    return Modality.IMAGE;
  }

  @Override
  public final Augmentation create(O options, AugmentationContext context) {
    return (feature, random) -> {
      if (!(feature instanceof Feature.Bytes bytes)
          || bytes.shape().length != 3
          || bytes.shape()[0] != 3) {
        throw new IllegalArgumentException(
            type() + " changes pictures of bytes [3, H, W], not " + feature);
      }
      Planes picture = new Planes((int) bytes.shape()[2], (int) bytes.shape()[1], bytes.values());
      return new Feature.Bytes(change(options, picture, random).values(), bytes.shape());
    };
  }

  /** A picture of the same size; the given one stays as it is. */
  abstract Planes change(O options, Planes picture, RandomGenerator random);

  static double uniform(RandomGenerator random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** From the logarithm, so that a ratio and its inverse are as likely. */
  static double ratio(RandomGenerator random, List<Double> bounds) {
    return Math.exp(uniform(random, Math.log(bounds.get(0)), Math.log(bounds.get(1))));
  }

  static void checkRange(String option, List<Double> bounds, Problems problems) {
    if (bounds.size() != 2 || bounds.get(0) > bounds.get(1)) {
      problems.add(option, "wants two numbers [least, most], not " + bounds);
    }
  }
}
