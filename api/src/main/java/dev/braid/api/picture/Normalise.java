package dev.braid.api.picture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** How bytes become numbers. */
public enum Normalise {
  /** x/255 - 0.5. */
  CENTRE,
  /** x/255. */
  UNIT,
  /** (x/255 - mean) / deviation of ImageNet, as torchvision's models expect. */
  IMAGENET;

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  /** Changes float32 pictures {@code [..., 3, H, W]} of 0 to 255 in place. */
  public NDArray apply(NDArray values) {
    NDManager manager = values.getManager();
    return switch (this) {
      case UNIT -> values.divi(255);
      case CENTRE -> values.divi(255).subi(0.5f);
      case IMAGENET ->
          values
              .divi(255)
              .subi(manager.create(MEAN, new Shape(3, 1, 1)))
              .divi(manager.create(DEVIATION, new Shape(3, 1, 1)));
    };
  }
}
