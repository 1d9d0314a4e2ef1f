package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens clips of all kinds, and says what is wrong with those that are none. */
final class ClipFile {

  private static final String LEFT_OUT = "leave the value out (a missing input is allowed)";
  private static final int HEAD = 16;

  private ClipFile() {}

  /** What is made of an open clip. */
  interface Work<T> {
    T of(Clip clip) throws IOException, BadDataException;
  }

  /**
   * Opens a clip and works on it.
   *
   * @param rate frames a second of a folder
   * @throws BadDataException if it is damaged or over a limit, naming the file and the remedy
   */
  static <T> T with(Path file, double rate, Limits limits, Work<T> work) throws BadDataException {
    try {
      Clip clip = open(file, rate, limits);
      limits.checkTimes(file, clip.seconds());
      return work.of(clip);
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers answer broken data with many kinds of runtime exceptions.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new BadDataException(
          "%s cannot be read as a clip: %s; replace the file or %s".formatted(file, why, LEFT_OUT),
          e);
    }
  }

  private static Clip open(Path file, double rate, Limits limits)
      throws IOException, BadDataException {
    if (!Files.exists(file)) {
      throw new BadDataException(
          "there is no clip %s; correct the path or %s".formatted(file, LEFT_OUT));
    }
    if (Files.isDirectory(file)) {
      return FrameFolder.open(file, rate, limits);
    }
    if (!Files.isRegularFile(file)) {
      throw new BadDataException(file + " is neither a file nor a folder of frames");
    }
    long size = Files.size(file);
    if (size == 0) {
      throw new BadDataException(
          "%s is empty (0 bytes); replace the file or %s".formatted(file, LEFT_OUT));
    }
    limits.checkBytes(file, size);
    byte[] head = head(file);
    if (new String(head, StandardCharsets.ISO_8859_1).startsWith("GIF8")) {
      byte[] bytes = Files.readAllBytes(file);
      GifBlocks blocks = GifBlocks.of(bytes);
      limits.checkPixels(file, blocks.width(), blocks.height());
      for (GifBlocks.Frame frame : blocks.frames()) {
        limits.checkPixels(file, frame.width(), frame.height());
      }
      return new GifClip(bytes, blocks);
    }
    return Still.Kind.of(head) == null
        ? MovieClip.open(file, limits)
        : FrameFolder.of(file, List.of(file), rate, limits);
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    }
  }
}
