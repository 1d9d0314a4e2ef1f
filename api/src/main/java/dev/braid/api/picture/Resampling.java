package dev.braid.api.picture;

/**
 * Bilinear resizing with antialiasing: a triangle filter whose support grows when a picture
 * shrinks, first along rows, then along columns. Weights are integers and each pass rounds to
 * bytes, so the results are those of Pillow's BILINEAR to the bit, on every machine.
 */
final class Resampling {

  private static final int BITS = 22;

  private Resampling() {}

  /** One direction of a resize. */
  private enum Axis {
    ROWS,
    COLUMNS
  }

  /**
   * A window of the resized picture; what lies outside it is never computed.
   *
   * @param width the width of the whole resized picture
   * @param height its height
   * @param left where the window begins
   * @param top where the window begins
   */
  static Pixels resize(
      Pixels in, long width, long height, long left, long top, int columns, int rows) {
    Pixels wide =
        width == in.width() && columns == in.width()
            ? in
            : pass(in, Axis.ROWS, filters(in.width(), width, left, columns));
    return height == in.height() && rows == in.height()
        ? wide
        : pass(wide, Axis.COLUMNS, filters(in.height(), height, top, rows));
  }

  private static Pixels pass(Pixels in, Axis axis, Filter[] filters) {
    boolean along = axis == Axis.ROWS;
    int width = along ? filters.length : in.width();
    int height = along ? in.height() : filters.length;
    byte[] source = in.rgb();
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    int step = along ? 3 : 3 * in.width();
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Filter filter = filters[along ? x : y];
        int from = (along ? 3 * y * in.width() : 3 * x) + filter.first * step;
        int red = 1 << (BITS - 1);
        int green = red;
        int blue = red;
        for (int weight : filter.weights) {
          red += weight * (source[from] & 0xff);
          green += weight * (source[from + 1] & 0xff);
          blue += weight * (source[from + 2] & 0xff);
          from += step;
        }
        out[at++] = (byte) Math.min(255, red >> BITS);
        out[at++] = (byte) Math.min(255, green >> BITS);
        out[at++] = (byte) Math.min(255, blue >> BITS);
      }
    }
    return new Pixels(width, height, out);
  }

  private static Filter[] filters(int in, long out, long start, int count) {
    double scale = (double) in / out;
    double support = Math.max(1, scale);
    Filter[] filters = new Filter[count];
    for (int i = 0; i < count; i++) {
      double centre = (start + i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int last = Math.min(in, (int) (centre + support + 0.5));
      double[] weights = new double[last - first];
      double total = 0;
      for (int j = 0; j < weights.length; j++) {
        weights[j] = Math.max(0, 1 - Math.abs((first + j - centre + 0.5) * (1 / support)));
        total += weights[j];
      }
      int[] rounded = new int[weights.length];
      for (int j = 0; j < weights.length; j++) {
        rounded[j] = (int) (0.5 + weights[j] / total * (1 << BITS));
      }
      filters[i] = new Filter(first, rounded);
    }
    return filters;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Filter(int first, int[] weights) {}
}
