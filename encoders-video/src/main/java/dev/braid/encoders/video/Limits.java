package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a clip may cost, checked before any frame is decoded.
 *
 * @param megabytes of its file or of all files of its folder, in MiB
 * @param pixels of a frame
 * @param seconds from its first to its last frame
 * @param timeout seconds that its decoder may run
 */
record Limits(long megabytes, long pixels, double seconds, int timeout) {

  void checkBytes(Path clip, long bytes) throws BadDataException {
    if (bytes > megabytes << 20) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s has %.1f MiB, over the limit of %d MiB (reader option max_mb); raise it, or cut or compress the clip",
              clip,
              bytes / 1048576.0,
              megabytes));
    }
  }

  /** A file of a few bytes can claim gigabytes of pixels. */
  void checkPixels(Path clip, long width, long height) throws BadDataException {
    if (width * height > pixels) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s claims frames of %dx%d pixels, over the limit of %,d (reader option max_pixels); raise it or scale the clip down",
              clip,
              width,
              height,
              pixels));
    }
  }

  void checkTimes(Path clip, double[] times) throws BadDataException {
    double length = times[times.length - 1] - times[0];
    if (length > seconds) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s lasts %.1f s, over the limit of %s s (reader option max_seconds); raise it or cut the clip into parts",
              clip,
              length,
              Double.toString(seconds).replaceFirst("\\.0$", "")));
    }
  }
}
