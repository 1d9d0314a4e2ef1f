package dev.braid.encoders.image;

/**
 * Bilinear resizing with antialiasing: a triangle filter whose support grows when a picture
 * shrinks, first along rows, then along columns, as Pillow's BILINEAR does it.
 */
final class Resampling {

  private Resampling() {}

  static Pixels resize(Pixels in, int width, int height) {
    Pixels rows = in.width() == width ? in : horizontal(in, width);
    return rows.height() == height ? rows : vertical(rows, height);
  }

  private static Pixels horizontal(Pixels in, int width) {
    Filter[] filters = filters(in.width(), width);
    byte[] out = new byte[3 * width * in.height()];
    for (int y = 0; y < in.height(); y++) {
      for (int x = 0; x < width; x++) {
        sum(in.rgb(), 3 * y * in.width(), 3, filters[x], out, 3 * (y * width + x));
      }
    }
    return new Pixels(width, in.height(), out);
  }

  private static Pixels vertical(Pixels in, int height) {
    Filter[] filters = filters(in.height(), height);
    byte[] out = new byte[3 * in.width() * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < in.width(); x++) {
        sum(in.rgb(), 3 * x, 3 * in.width(), filters[y], out, 3 * (y * in.width() + x));
      }
    }
    return new Pixels(in.width(), height, out);
  }

  private static void sum(byte[] in, int start, int step, Filter filter, byte[] out, int at) {
    for (int c = 0; c < 3; c++) {
      double total = 0.5;
      for (int i = 0; i < filter.weights.length; i++) {
        total += filter.weights[i] * (in[start + (filter.first + i) * step + c] & 0xff);
      }
      out[at + c] = (byte) Math.max(0, Math.min(255, (int) total));
    }
  }

  private static Filter[] filters(int in, int out) {
    double scale = (double) in / out;
    double support = Math.max(1, scale);
    Filter[] filters = new Filter[out];
    for (int i = 0; i < out; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int last = Math.min(in, (int) (centre + support + 0.5));
      double[] weights = new double[last - first];
      double total = 0;
      for (int j = 0; j < weights.length; j++) {
        weights[j] = Math.max(0, 1 - Math.abs((first + j + 0.5 - centre) / support));
        total += weights[j];
      }
      for (int j = 0; j < weights.length; j++) {
        weights[j] /= total;
      }
      filters[i] = new Filter(first, weights);
    }
    return filters;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Filter(int first, double[] weights) {}
}
