package dev.braid.encoders.image;

/** Changes of colour on bytes, as torchvision defines them for tensors. */
final class Colors {

  private Colors() {}

  static Planes brightness(Planes picture, double factor) {
    Planes out = picture.empty();
    for (int i = 0; i < picture.values().length; i++) {
      out.values()[i] = blend(picture.values()[i] & 0xff, 0, factor);
    }
    return out;
  }

  /** Away from the mean of the grey picture. */
  static Planes contrast(Planes picture, double factor) {
    double sum = 0;
    int size = picture.width() * picture.height();
    for (int i = 0; i < size; i++) {
      sum += grey(picture, i);
    }
    Planes out = picture.empty();
    for (int i = 0; i < picture.values().length; i++) {
      out.values()[i] = blend(picture.values()[i] & 0xff, sum / size, factor);
    }
    return out;
  }

  /** Away from the grey picture. */
  static Planes saturation(Planes picture, double factor) {
    Planes out = picture.empty();
    int size = picture.width() * picture.height();
    for (int i = 0; i < size; i++) {
      int grey = grey(picture, i);
      for (int c = 0; c < Planes.CHANNELS; c++) {
        int at = c * size + i;
        out.values()[at] = blend(picture.values()[at] & 0xff, grey, factor);
      }
    }
    return out;
  }

  /** Turns the hue of each pixel by a share of the circle; value and saturation (HSV) stay. */
  static Planes hue(Planes picture, double turn) {
    Planes out = picture.empty();
    int size = picture.width() * picture.height();
    for (int i = 0; i < size; i++) {
      double red = (picture.values()[i] & 0xff) / 255.0;
      double green = (picture.values()[size + i] & 0xff) / 255.0;
      double blue = (picture.values()[2 * size + i] & 0xff) / 255.0;
      double most = Math.max(red, Math.max(green, blue));
      double span = most - Math.min(red, Math.min(green, blue));
      double hue = span == 0 ? 0 : sextant(red, green, blue, most, span) / 6 + turn;
      hue -= Math.floor(hue);
      for (int c = 0; c < Planes.CHANNELS; c++) {
        // How far a channel is below the largest: 0 near its own hue, all of the span opposite.
        double from = Math.abs((hue * 6 + 2.0 * (3 - c)) % 6 - 3);
        double below = span * Math.max(0, Math.min(1, 2 - from));
        out.values()[c * size + i] = (byte) (int) ((most - below) * (256 - 1e-3));
      }
    }
    return out;
  }

  /** The hue from 0 (red) over 2 (green) and 4 (blue) to 6. */
  private static double sextant(double red, double green, double blue, double most, double span) {
    if (most == red) {
      return (green - blue) / span;
    }
    return most == green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  }

  /** The weights of ITU-R BT.601, cut to a byte. */
  private static int grey(Planes picture, int pixel) {
    int size = picture.width() * picture.height();
    return (int)
        (0.2989 * (picture.values()[pixel] & 0xff)
            + 0.587 * (picture.values()[size + pixel] & 0xff)
            + 0.114 * (picture.values()[2 * size + pixel] & 0xff));
  }

  private static byte blend(double value, double other, double factor) {
    return (byte) (int) Math.max(0, Math.min(255, factor * value + (1 - factor) * other));
  }
}
