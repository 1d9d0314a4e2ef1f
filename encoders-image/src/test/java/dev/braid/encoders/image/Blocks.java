package dev.braid.encoders.image;

import dev.braid.api.picture.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A picture of six flat blocks of 8x8 pixels, ABC over DEF, that survives JPEG. */
final class Blocks {

  private static final int[] COLOURS = {0xe01010, 0x10e010, 0x1010e0, 0xe0e010, 0x10e0e0, 0x808080};

  private Blocks() {}

  static Path png(Path folder) throws IOException {
    return write(folder.resolve("blocks.png"), "png");
  }

  static Path jpeg(Path folder) throws IOException {
    return write(folder.resolve("blocks.jpg"), "jpeg");
  }

  static Path write(Path file, String format) throws IOException {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, COLOURS[y / 8 * 3 + x / 8]);
      }
    }
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("no writer for " + format);
    }
    return file;
  }

  /** The blocks as seen, a word a row: the colour nearest to each block's middle. */
  static String letters(Pixels pixels) {
    List<String> rows = new ArrayList<>();
    for (int y = 4; y < pixels.height(); y += 8) {
      StringBuilder row = new StringBuilder();
      for (int x = 4; x < pixels.width(); x += 8) {
        row.append((char) ('A' + nearest(pixels.rgb(), 3 * (y * pixels.width() + x))));
      }
      rows.add(row.toString());
    }
    return String.join(" ", rows);
  }

  private static int nearest(byte[] rgb, int at) {
    int best = 0;
    for (int i = 1; i < COLOURS.length; i++) {
      if (distance(rgb, at, COLOURS[i]) < distance(rgb, at, COLOURS[best])) {
        best = i;
      }
    }
    return best;
  }

  private static int distance(byte[] rgb, int at, int colour) {
    int total = 0;
    for (int c = 0; c < 3; c++) {
      total += Math.abs((rgb[at + c] & 0xff) - (colour >> (16 - 8 * c) & 0xff));
    }
    return total;
  }
}
