package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Pixels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** One frame in a file of its own: PNG or JPEG. */
final class Still {

  /** Behind the end of a picture some programs write a little more. */
  private static final int TAIL = 4096;

  private final Path file;
  private final byte[] bytes;
  private final Kind kind;

  private Still(Path file, byte[] bytes, Kind kind) {
    this.file = file;
    this.bytes = bytes;
    this.kind = kind;
  }

  /** The formats, by how a file begins and how a whole one ends (ISO 8859-1). */
  enum Kind {
    PNG("\u0089PNG", "IEND"),
    JPEG("\u00ff\u00d8\u00ff", "\u00ff\u00d9");

    private final String start;
    private final String end;

    Kind(String start, String end) {
      this.start = start;
      this.end = end;
    }

    /** The format of a file, or null where it is another. */
    static @Nullable Kind of(byte[] head) {
      String text = text(head, 0, Math.min(head.length, 8));
      for (Kind kind : values()) {
        if (text.startsWith(kind.start)) {
          return kind;
        }
      }
      return null;
    }
  }

  static Still open(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Kind kind = Kind.of(bytes);
    if (kind == null) {
      throw new IOException(
          file.getFileName() + (bytes.length == 0 ? " is empty" : " is neither PNG nor JPEG"));
    }
    return new Still(file, bytes, kind);
  }

  int[] size() throws IOException {
    return with(reader -> new int[] {reader.getWidth(0), reader.getHeight(0)});
  }

  Pixels decode(Path clip, Limits limits) throws IOException, BadDataException {
    int[] size = size();
    limits.checkPixels(clip, size[0], size[1]);
    // Decoders fill what is missing with grey and may say nothing.
    if (!text(bytes, Math.max(0, bytes.length - TAIL), bytes.length).contains(kind.end)) {
      throw new IOException("%s ends before the picture does".formatted(file.getFileName()));
    }
    return with(reader -> Pixels.of(reader.read(0)));
  }

  private interface Work<T> {
    T of(ImageReader reader) throws IOException;
  }

  private <T> T with(Work<T> work) throws IOException {
    ImageReader reader = reader(kind.name());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      return work.of(reader);
    } catch (RuntimeException e) {
      // ImageIO's readers answer broken data with many kinds of runtime exceptions.
      throw new IOException(file.getFileName() + ": " + e, e);
    } finally {
      reader.dispose();
    }
  }

  /** The JDK's own, so that pixels do not depend on what else is on the class path. */
  static ImageReader reader(String format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IOException("this Java has no decoder for " + format);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
