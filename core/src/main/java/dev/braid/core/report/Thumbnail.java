package dev.braid.core.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Small copies of pictures as data URIs. */
public final class Thumbnail {

  private static final int LARGEST = 192;
  private static final int LARGEST_PNG = 24 << 10;

  private Thumbnail() {}

  /** At most 192 pixels wide and high; null where there is no picture that Java can read. */
  static @Nullable String of(String file) {
    try {
      BufferedImage picture = read(Path.of(file));
      return picture == null ? null : uri(fit(picture));
    } catch (IOException
        | RuntimeException e) { // decoders throw both on broken files, paths the latter
      return null;
    }
  }

  /** At most 192 pixels wide and high. */
  public static String of(BufferedImage picture) throws IOException {
    return uri(fit(picture));
  }

  /** Skips pixels while decoding, so that a large picture takes little memory. */
  private static @Nullable BufferedImage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        int side = Math.max(reader.getWidth(0), reader.getHeight(0));
        int every = Math.max(1, side / (2 * LARGEST));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(every, every, 0, 0);
        return reader.read(0, param);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage fit(BufferedImage picture) {
    double scale =
        Math.min(1, (double) LARGEST / Math.max(picture.getWidth(), picture.getHeight()));
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, Color.WHITE, null);
    graphics.dispose();
    return small;
  }

  /** PNG is exact and small for drawings; photographs are smaller as JPEG. */
  private static String uri(BufferedImage picture) throws IOException {
    byte[] png = encoded(picture, "png");
    return png.length <= LARGEST_PNG
        ? "data:image/png;base64," + Base64.getEncoder().encodeToString(png)
        : "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(encoded(picture, "jpeg"));
  }

  private static byte[] encoded(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format, out);
    return out.toByteArray();
  }
}
