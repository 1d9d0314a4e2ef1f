package dev.braid.encoders.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Pixels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes picture files, and says what is wrong with those that are not. */
final class PictureFile {

  private static final String REMEDY =
      "; replace the file or leave the value out (a missing input is allowed)";

  /** Pictures with EXIF orientations from the first to the last of these lie on their side. */
  private static final int FIRST_TURNED = 5;

  private static final int LAST_TURNED = 8;

  private PictureFile() {}

  /** Of an upright picture, in pixels. */
  record Size(int width, int height) {}

  /** What is made of an open file. */
  private interface Work<T> {
    T of(ImageReader reader, Container container) throws IOException;
  }

  /** The upright picture. */
  static Pixels decode(Path file, long maxPixels) throws BadDataException {
    return open(
        file,
        maxPixels,
        (reader, container) -> pixels(reader, container).oriented(orientation(container.exif())));
  }

  /** The size of the upright picture; its pixels are not decoded. */
  static Size size(Path file, long maxPixels) throws BadDataException {
    return open(
        file,
        maxPixels,
        (reader, container) -> {
          int width = reader.getWidth(0);
          int height = reader.getHeight(0);
          int orientation = orientation(container.exif());
          return orientation >= FIRST_TURNED && orientation <= LAST_TURNED
              ? new Size(height, width)
              : new Size(width, height);
        });
  }

  private static <T> T open(Path file, long maxPixels, Work<T> work) throws BadDataException {
    byte[] bytes = bytes(file);
    Format format = Format.of(bytes);
    if (format == null) {
      throw new BadDataException(file + " " + Stranger.describe(bytes));
    }
    Container container = new Container(format, bytes);
    // A stream in memory: ImageIO's own would write each file to a temporary one first.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      ImageReader reader = format.reader();
      try {
        reader.setInput(in, true, true);
        checkSize(file, reader.getWidth(0), reader.getHeight(0), maxPixels);
        if (container.damage() == null) {
          return work.of(reader, container);
        }
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers answer broken data with many kinds of runtime exceptions.
      if (container.damage() == null) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        throw new BadDataException(
            "%s cannot be decoded as %s: %s%s".formatted(file, format.label(), why, REMEDY), e);
      }
    }
    throw new BadDataException(file + " is damaged: " + container.damage() + REMEDY);
  }

  private static byte[] bytes(Path file) throws BadDataException {
    if (!Files.exists(file)) {
      throw new BadDataException(
          "there is no file "
              + file
              + "; correct the path or leave the value out (a missing input is allowed)");
    }
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + " is not a file; a picture's value is the path of a file");
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == 0) {
        throw new BadDataException(file + " is empty (0 bytes)" + REMEDY);
      }
      return bytes;
    } catch (IOException e) {
      throw new BadDataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Before anything is decoded: a file of a few bytes can claim gigabytes of pixels. */
  private static void checkSize(Path file, long width, long height, long most)
      throws BadDataException {
    if (width * height > most) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s claims %dx%d pixels (%.1f MP), over the limit of %.1f MP (reader option max_pixels)",
              file,
              width,
              height,
              width * height / 1e6,
              most / 1e6));
    }
  }

  private static Pixels pixels(ImageReader reader, Container container) throws IOException {
    String[] damage = new String[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          // Other warnings, such as stray bytes between segments, do not touch the pixels.
          if (warning.contains("remature end") || warning.contains("bad Huffman code")) {
            damage[0] = warning;
          }
        });
    Pixels pixels =
        container.fourColours()
            ? Pixels.ofCmyk(reader.readRaster(0, null), container.adobeTransform())
            : Pixels.of(reader.read(0));
    if (damage[0] != null) {
      throw new IOException(damage[0]);
    }
    return pixels;
  }

  private static int orientation(byte @Nullable [] exif) {
    if (exif == null) {
      return 1;
    }
    try {
      Metadata metadata = new Metadata();
      new ExifReader().extract(new ByteArrayReader(exif), metadata, 0);
      for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
        Integer value = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        if (value != null) {
          return value;
        }
      }
      return 1;
    } catch (RuntimeException e) {
      return 1; // a picture with unreadable metadata is still a picture
    }
  }
}
