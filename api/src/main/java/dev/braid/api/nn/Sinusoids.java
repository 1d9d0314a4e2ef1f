package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Places as fixed sines and cosines of falling frequency; Vaswani et al. 2017. */
public final class Sinusoids {

  private Sinusoids() {}

  /**
   * Adds to each token its place.
   *
   * @param x {@code [B, T, width]}
   * @param first the place of the first token
   */
  public static NDArray add(NDArray x, int first) {
    int length = (int) x.getShape().get(1);
    int width = (int) x.getShape().get(2);
    float[] values = new float[length * width];
    for (int t = 0; t < length; t++) {
      for (int i = 0; i < width; i++) {
        double angle = (first + t) / Math.pow(10000, (i - i % 2) / (double) width);
        values[t * width + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return x.add(x.getManager().create(values, new Shape(length, width)));
  }
}
