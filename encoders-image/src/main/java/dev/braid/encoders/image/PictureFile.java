package dev.braid.encoders.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import dev.braid.api.data.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes picture files, and says what is wrong with those that are not. */
final class PictureFile {

  static {
    ImageIO.setUseCache(false);
  }

  private PictureFile() {}

  /** The upright picture. */
  static Pixels decode(Path file, long maxPixels) throws BadDataException {
    byte[] bytes = bytes(file);
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadDataException(file + " is not a picture: " + begins(bytes));
      }
      ImageReader reader = readers.next();
      try {
        boolean[] warned = new boolean[1];
        reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
        reader.setInput(in, true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > maxPixels) {
          throw new BadDataException(
              String.format(
                  Locale.ROOT,
                  "%s claims %dx%d pixels (%.1f MP), over the limit of %.1f MP (reader option max_pixels)",
                  file,
                  width,
                  height,
                  width * height / 1e6,
                  maxPixels / 1e6));
        }
        Pixels pixels = Pixels.of(reader.read(0));
        if (warned[0] || cutOff(bytes)) {
          throw new BadDataException(file + " is damaged: the picture is cut off");
        }
        return pixels.oriented(orientation(bytes));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers answer broken data with many kinds of runtime exceptions.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new BadDataException(file + " is damaged: " + why, e);
    }
  }

  private static byte[] bytes(Path file) throws BadDataException {
    if (!Files.isRegularFile(file)) {
      throw new BadDataException("there is no file " + file);
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == 0) {
        throw new BadDataException(file + " is empty");
      }
      return bytes;
    } catch (IOException e) {
      throw new BadDataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String begins(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 15), StandardCharsets.ISO_8859_1);
    String lower =
        new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT);
    if (lower.contains("<html") || lower.contains("<!doctype html")) {
      return "it starts with \"" + start + "\"; it looks like an HTML page (a failed download?)";
    }
    boolean text = start.chars().allMatch(c -> (c >= 32 && c < 127) || c == '\n' || c == '\t');
    return (text ? "it starts with \"" + start.replace('\n', ' ') + "\"; " : "")
        + "PNG, JPEG, GIF, BMP and WebP are read";
  }

  /** Some decoders fill a cut-off JPEG with grey and say nothing; its end mark is then missing. */
  private static boolean cutOff(byte[] bytes) {
    boolean jpeg = bytes.length > 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8;
    if (!jpeg) {
      return false;
    }
    for (int i = bytes.length - 2; i >= Math.max(2, bytes.length - 65536); i--) {
      if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == 0xd9) {
        return false;
      }
    }
    return true;
  }

  private static int orientation(byte[] bytes) {
    try {
      for (ExifIFD0Directory directory :
          ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes))
              .getDirectoriesOfType(ExifIFD0Directory.class)) {
        Integer value = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        if (value != null) {
          return value;
        }
      }
      return 1;
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return 1; // a picture with unreadable metadata is still a picture
    }
  }
}
