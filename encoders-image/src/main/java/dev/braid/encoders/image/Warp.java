package dev.braid.encoders.image;

/**
 * An affine map from the pixels of a result to those of a picture, about the middle: {@code x' = a
 * x + b y + c, y' = d x + e y + f}. Bilinear between pixels.
 */
record Warp(double a, double b, double c, double d, double e, double f) {

  /**
   * The inverse of: shear, turn, scale, then move; torchvision's {@code
   * _get_inverse_affine_matrix}.
   *
   * @param angle in degrees, clockwise
   * @param right in pixels
   * @param down in pixels
   * @param shear in degrees, along x
   */
  static Warp of(double angle, double right, double down, double scale, double shear) {
    double turn = Math.toRadians(angle);
    double tangent = Math.tan(Math.toRadians(shear));
    double p = Math.cos(turn) / scale;
    double q = (Math.cos(turn) * tangent + Math.sin(turn)) / scale;
    double r = -Math.sin(turn) / scale;
    double s = (-Math.sin(turn) * tangent + Math.cos(turn)) / scale;
    return new Warp(s, q, -s * right - q * down, r, p, -r * right - p * down);
  }

  Planes apply(Planes picture, Affine.Outside outside) {
    Planes out = picture.empty();
    double middleX = (picture.width() - 1) / 2.0;
    double middleY = (picture.height() - 1) / 2.0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        double fromX = a * (x - middleX) + b * (y - middleY) + c + middleX;
        double fromY = d * (x - middleX) + e * (y - middleY) + f + middleY;
        if (outside == Affine.Outside.EDGE) {
          fromX = Math.max(0, Math.min(picture.width() - 1, fromX));
          fromY = Math.max(0, Math.min(picture.height() - 1, fromY));
        }
        for (int channel = 0; channel < Planes.CHANNELS; channel++) {
          out.set(channel, y, x, (int) Math.rint(between(picture, channel, fromX, fromY)));
        }
      }
    }
    return out;
  }

  private static double between(Planes picture, int channel, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double across = x - left;
    double along = y - top;
    double above =
        mix(pixel(picture, channel, left, top), pixel(picture, channel, left + 1, top), across);
    double below =
        mix(
            pixel(picture, channel, left, top + 1),
            pixel(picture, channel, left + 1, top + 1),
            across);
    return mix(above, below, along);
  }

  private static double mix(double one, double other, double share) {
    return one + (other - one) * share;
  }

  private static int pixel(Planes picture, int channel, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < picture.width() && y < picture.height();
    return inside ? picture.at(channel, y, x) : 0;
  }
}
