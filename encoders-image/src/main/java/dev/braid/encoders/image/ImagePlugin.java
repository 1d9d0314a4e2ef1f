package dev.braid.encoders.image;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.ReaderFactory;
import java.util.List;

/** The picture parts. */
public final class ImagePlugin implements BraidPlugin {

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(new PictureReader());
  }

  @Override
  public List<AugmentationFactory<?>> augmentations() {
    return List.of(new Affine(), new ColorJitter(), new Crop(), new Erase(), new Flip());
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(new CnnEncoder(), new ResNetEncoder());
  }
}
