package dev.braid.encoders.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/** The picture formats, told apart by a file's first bytes and never by its name. */
enum Format {
  PNG("\u0089PNG\r\n\u001a\n", ""),
  JPEG("\u00ff\u00d8\u00ff", ""),
  GIF("GIF8", ""),
  BMP("BM", ""),
  WEBP("RIFF", "WEBP");

  private final String start;
  private final String atEight;

  Format(String start, String atEight) {
    this.start = start;
    this.atEight = atEight;
  }

  /** The format of a file, or null where it is none of these. */
  static @Nullable Format of(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
    for (Format format : values()) {
      if (head.startsWith(format.start)
          && (format.atEight.isEmpty() || head.startsWith(format.atEight, 8))) {
        return format;
      }
      if (format != BMP && head.length() > 1 && format.start.startsWith(head)) {
        return format; // nothing but the start of a signature: a file that was cut off
      }
    }
    return null;
  }

  /**
   * A decoder: the JDK's own, or TwelveMonkeys' for WebP, whatever else is registered, so that the
   * pixels of a file do not depend on the class path.
   */
  ImageReader reader() throws IOException {
    if (this == WEBP) {
      return new WebPImageReaderSpi().createReaderInstance(null);
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(label());
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IOException("this Java has no decoder for " + label());
  }

  /** The name for messages. */
  String label() {
    return this == WEBP ? "WebP" : name().toUpperCase(Locale.ROOT);
  }
}
