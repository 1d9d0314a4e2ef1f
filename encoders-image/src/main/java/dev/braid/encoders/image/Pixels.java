package dev.braid.encoders.image;

import java.awt.image.BufferedImage;

/**
 * An RGB picture as bytes, row by row, three a pixel. Resizing is done here, in plain arithmetic:
 * the results of Java2D's scaling depend on the platform.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pixels(int width, int height, byte[] rgb) {

  /** Transparent parts become white. */
  static Pixels of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int pixel = row[x];
        int alpha = pixel >>> 24;
        int at = 3 * (y * width + x);
        for (int c = 0; c < 3; c++) {
          int value = pixel >>> (16 - 8 * c) & 0xff;
          rgb[at + c] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
    return new Pixels(width, height, rgb);
  }

  /** Turned and mirrored as the EXIF orientation (1 to 8) says. */
  Pixels oriented(int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return this;
    }
    boolean swapped = orientation >= 5;
    int w = swapped ? height : width;
    int h = swapped ? width : height;
    byte[] out = new byte[rgb.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int sx =
            switch (orientation) {
              case 2, 3 -> width - 1 - x;
              case 5, 8 -> orientation == 5 ? y : width - 1 - y;
              case 6 -> y;
              case 7 -> width - 1 - y;
              default -> x;
            };
        int sy =
            switch (orientation) {
              case 3, 4 -> height - 1 - y;
              case 5, 8 -> x;
              case 6, 7 -> height - 1 - x;
              default -> y;
            };
        System.arraycopy(rgb, 3 * (sy * width + sx), out, 3 * (y * w + x), 3);
      }
    }
    return new Pixels(w, h, out);
  }

  /** A square of the given side. */
  Pixels square(int side, PictureReader.Resize how) {
    double scale =
        how == PictureReader.Resize.CROP
            ? (double) side / Math.min(width, height)
            : (double) side / Math.max(width, height);
    boolean squash = how == PictureReader.Resize.SQUASH;
    int w = squash ? side : Math.max(1, (int) Math.round(width * scale));
    int h = squash ? side : Math.max(1, (int) Math.round(height * scale));
    Pixels scaled = Resampling.resize(this, w, h);
    if (w == side && h == side) {
      return scaled;
    }
    byte[] out = new byte[3 * side * side];
    int left = Math.floorDiv(w - side, 2);
    int top = Math.floorDiv(h - side, 2);
    for (int y = 0; y < side; y++) {
      int sy = y + top;
      int from = Math.max(0, left);
      int count = Math.min(w, side);
      if (sy >= 0 && sy < h) {
        int to = Math.max(0, -left);
        System.arraycopy(scaled.rgb, 3 * (sy * w + from), out, 3 * (y * side + to), 3 * count);
      }
    }
    return new Pixels(side, side, out);
  }

  /** The three planes, red, green, blue: {@code [3, H, W]}. */
  byte[] planes() {
    int size = width * height;
    byte[] planes = new byte[3 * size];
    for (int i = 0; i < size; i++) {
      for (int c = 0; c < 3; c++) {
        planes[c * size + i] = rgb[3 * i + c];
      }
    }
    return planes;
  }
}
