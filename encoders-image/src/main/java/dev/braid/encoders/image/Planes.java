package dev.braid.encoders.image;

import dev.braid.api.picture.Pixels;
import java.util.Arrays;

/** An RGB picture as three planes of bytes, {@code [3, H, W]}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Planes(int width, int height, byte[] values) {

  static final int CHANNELS = 3;

  /** A black picture of the same size. */
  Planes empty() {
    return new Planes(width, height, new byte[values.length]);
  }

  /** A picture of its own that may be changed. */
  Planes copy() {
    return new Planes(width, height, values.clone());
  }

  int at(int channel, int y, int x) {
    return values[(channel * height + y) * width + x] & 0xff;
  }

  void set(int channel, int y, int x, int value) {
    values[(channel * height + y) * width + x] = (byte) value;
  }

  /** A part of it, row by row, three bytes a pixel. */
  Pixels window(int left, int top, int columns, int rows) {
    byte[] rgb = new byte[3 * columns * rows];
    int at = 0;
    for (int y = top; y < top + rows; y++) {
      for (int x = left; x < left + columns; x++) {
        for (int c = 0; c < CHANNELS; c++) {
          rgb[at++] = (byte) at(c, y, x);
        }
      }
    }
    return new Pixels(columns, rows, rgb);
  }

  /** Fills a rectangle of a plane. */
  void fill(int channel, int left, int top, int columns, int rows, int value) {
    for (int y = top; y < top + rows; y++) {
      int from = (channel * height + y) * width + left;
      Arrays.fill(values, from, from + columns, (byte) value);
    }
  }
}
