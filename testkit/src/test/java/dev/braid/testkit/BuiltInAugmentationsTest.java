package dev.braid.testkit;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.AugmentationFactory;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.SpecialIds;
import dev.braid.encoders.image.Affine;
import dev.braid.encoders.image.ColorJitter;
import dev.braid.encoders.image.Crop;
import dev.braid.encoders.image.Erase;
import dev.braid.encoders.image.Flip;
import dev.braid.encoders.text.WordDropout;
import dev.braid.encoders.text.WordSwap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The built-in augmentations under the contract that strangers' augmentations are held to. */
class BuiltInAugmentationsTest {

  abstract static class OfPictures<O extends Record> extends AugmentationContract<O> {
    @Override
    protected AugmentationContext context() {
      return new AugmentationContext(new FeatureSpec(new Shape(3, -1, -1), 0), SpecialIds.NONE);
    }

    @Override
    protected List<Feature> features() {
      return List.of(picture(1, 1), picture(8, 8), picture(5, 12));
    }

    private static Feature picture(int height, int width) {
      byte[] bytes = new byte[3 * height * width];
      new Random(7).nextBytes(bytes);
      return new Feature.Bytes(bytes, 3, height, width);
    }
  }

  /** Id 0 pads, 1 is unknown, 2 separates. */
  abstract static class OfTexts<O extends Record> extends AugmentationContract<O> {
    @Override
    protected AugmentationContext context() {
      return new AugmentationContext(
          new FeatureSpec(new Shape(-1), 12), new SpecialIds(Set.of(0, 2), 1));
    }

    @Override
    protected List<Feature> features() {
      return List.of(
          new Feature.Ids(new int[] {5}),
          new Feature.Ids(new int[] {2}),
          new Feature.Ids(new int[] {2, 5, 1, 7, 8, 2, 9, 10, 2, 0, 0}),
          new Feature.Ids(new int[] {3, 4, 5, 6, 7, 8, 9, 10, 11}));
    }
  }

  @Nested
  class OfAffine extends OfPictures<Affine.Options> {
    @Override
    protected AugmentationFactory<Affine.Options> factory() {
      return new Affine();
    }

    @Override
    protected Affine.Options options() {
      return new Affine.Options(30, 0.2, List.of(0.8, 1.2), 10, Affine.Outside.BLACK);
    }
  }

  @Nested
  class OfColorJitter extends OfPictures<ColorJitter.Options> {
    @Override
    protected AugmentationFactory<ColorJitter.Options> factory() {
      return new ColorJitter();
    }

    @Override
    protected ColorJitter.Options options() {
      return new ColorJitter.Options(0.4, 0.4, 0.4, 0.1);
    }
  }

  @Nested
  class OfCrop extends OfPictures<Crop.Options> {
    @Override
    protected AugmentationFactory<Crop.Options> factory() {
      return new Crop();
    }

    @Override
    protected Crop.Options options() {
      return new Crop.Options(List.of(0.3, 1.0), List.of(0.75, 4 / 3.0));
    }
  }

  @Nested
  class OfErase extends OfPictures<Erase.Options> {
    @Override
    protected AugmentationFactory<Erase.Options> factory() {
      return new Erase();
    }

    @Override
    protected Erase.Options options() {
      return new Erase.Options(0.5, List.of(0.02, 0.33), List.of(0.3, 3.3), Erase.Fill.RANDOM);
    }
  }

  @Nested
  class OfFlip extends OfPictures<Flip.Options> {
    @Override
    protected AugmentationFactory<Flip.Options> factory() {
      return new Flip();
    }

    @Override
    protected Flip.Options options() {
      return new Flip.Options(0.5, Flip.Direction.HORIZONTAL);
    }
  }

  @Nested
  class OfWordDropout extends OfTexts<WordDropout.Options> {
    @Override
    protected AugmentationFactory<WordDropout.Options> factory() {
      return new WordDropout();
    }

    @Override
    protected WordDropout.Options options() {
      return new WordDropout.Options(0.5, WordDropout.Instead.NOTHING);
    }
  }

  @Nested
  class OfWordDropoutByUnknown extends OfWordDropout {
    @Override
    protected WordDropout.Options options() {
      return new WordDropout.Options(0.5, WordDropout.Instead.UNKNOWN);
    }
  }

  @Nested
  class OfWordSwap extends OfTexts<WordSwap.Options> {
    @Override
    protected AugmentationFactory<WordSwap.Options> factory() {
      return new WordSwap();
    }

    @Override
    protected WordSwap.Options options() {
      return new WordSwap.Options(0.3, 1);
    }
  }
}
