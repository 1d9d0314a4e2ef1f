package dev.braid.api.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/**
 * An RGB picture as bytes, row by row, three a pixel. Resizing is done here, in plain arithmetic:
 * the results of Java2D's scaling depend on the platform.
 *
 * @param rgb {@code [height, width, 3]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pixels(int width, int height, byte[] rgb) {

  /** Transparent parts become white; 16-bit samples are rounded to 8. */
  public static Pixels of(BufferedImage image) {
    if (image.getColorModel() instanceof ComponentColorModel) {
      // Not getRGB: it takes grey for linear light and follows colour profiles, so that the same
      // picture would come out brighter as grey than as RGB.
      return ofSamples(image.getRaster());
    }
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = bytes(width, height);
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        int alpha = pixel >>> 24;
        rgb[at++] = onWhite(pixel >> 16 & 0xff, alpha);
        rgb[at++] = onWhite(pixel >> 8 & 0xff, alpha);
        rgb[at++] = onWhite(pixel & 0xff, alpha);
      }
    }
    return new Pixels(width, height, rgb);
  }

  /** Grey, grey and alpha, RGB or RGBA. */
  private static Pixels ofSamples(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    boolean alpha = bands % 2 == 0;
    int step = bands > 2 ? 1 : 0;
    byte[] rgb = bytes(width, height);
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      if (most != 255) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (int) ((row[i] * 255L + most / 2) / most);
        }
      }
      for (int i = 0; i < row.length; i += bands) {
        int opacity = alpha ? row[i + bands - 1] : 255;
        rgb[at++] = onWhite(row[i], opacity);
        rgb[at++] = onWhite(row[i + step], opacity);
        rgb[at++] = onWhite(row[i + 2 * step], opacity);
      }
    }
    return new Pixels(width, height, rgb);
  }

  /**
   * From the four bands of a JPEG, which stores the light that passes an ink, not the ink.
   *
   * @param adobeTransform 2 where the first three are luminance and chrominance (YCCK)
   */
  public static Pixels ofCmyk(Raster raster, int adobeTransform) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = bytes(width, height);
    int[] row = new int[4 * width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i += 4) {
        if (adobeTransform == 2) {
          fromYcc(row, i);
        }
        for (int c = 0; c < 3; c++) {
          rgb[at++] = (byte) ((row[i + c] * row[i + 3] + 127) / 255);
        }
      }
    }
    return new Pixels(width, height, rgb);
  }

  private static void fromYcc(int[] row, int at) {
    double y = row[at];
    double blue = row[at + 1] - 128;
    double red = row[at + 2] - 128;
    row[at] = 255 - clip(y + 1.402 * red);
    row[at + 1] = 255 - clip(y - 0.344136 * blue - 0.714136 * red);
    row[at + 2] = 255 - clip(y + 1.772 * blue);
  }

  private static int clip(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  private static byte onWhite(int value, int alpha) {
    return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
  }

  private static byte[] bytes(int width, int height) {
    return new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
  }

  /** Turned and mirrored as the EXIF orientation (1 to 8) says. */
  public Pixels oriented(int orientation) {
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

  /** Stretched to another size. */
  public Pixels stretched(int columns, int rows) {
    return Resampling.resize(this, columns, rows, 0, 0, columns, rows);
  }

  /** A square of the given side. */
  public Pixels square(int side, Resize how) {
    long longer = Math.max(width, height);
    long shorter = Math.min(width, height);
    return switch (how) {
      case SQUASH -> stretched(side, side);
      case CROP -> {
        // The rounding of torchvision's Resize and CenterCrop.
        long length = side * longer / shorter;
        long offset = (long) Math.rint((length - side) / 2.0);
        yield width < height
            ? Resampling.resize(this, side, length, 0, offset, side, side)
            : Resampling.resize(this, length, side, offset, 0, side, side);
      }
      case PAD -> {
        int length = (int) Math.max(1, Math.round((double) side * shorter / longer));
        int w = width < height ? length : side;
        int h = width < height ? side : length;
        yield stretched(w, h).framed(side);
      }
    };
  }

  /** In the middle of a black square. */
  private Pixels framed(int side) {
    byte[] out = bytes(side, side);
    int left = (side - width) / 2;
    int top = (side - height) / 2;
    for (int y = 0; y < height; y++) {
      System.arraycopy(rgb, 3 * y * width, out, 3 * ((y + top) * side + left), 3 * width);
    }
    return new Pixels(side, side, out);
  }

  /** The three planes, red, green, blue: {@code [3, H, W]}. */
  public byte[] planes() {
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
