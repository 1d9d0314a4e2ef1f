package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Pixels;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder with a PNG or JPEG file for each frame, in the order of their names, where numbers count
 * as numbers: {@code 2.png} comes before {@code 10.png}. Other files are left alone.
 *
 * @param clip the folder
 * @param files its frames, in order
 */
record FrameFolder(Path clip, List<Path> files, double rate, Limits limits, int width, int height)
    implements Clip {

  /** Between digits and what is not digits. */
  private static final String CHUNKS = "(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)";

  /**
   * Opens a folder.
   *
   * @param rate frames a second, which a folder does not say
   */
  static FrameFolder open(Path folder, double rate, Limits limits)
      throws IOException, BadDataException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(FrameFolder::frame).sorted(FrameFolder::compare).toList();
    }
    if (files.isEmpty()) {
      throw new BadDataException(
          folder
              + " holds no frames (*.png, *.jpg); put them there, correct the path or leave the"
              + " value out (a missing input is allowed)");
    }
    return of(folder, files, rate, limits);
  }

  /** A clip of given frames. */
  static FrameFolder of(Path clip, List<Path> files, double rate, Limits limits)
      throws IOException, BadDataException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    limits.checkBytes(clip, bytes);
    int[] size = Still.open(files.get(0)).size();
    limits.checkPixels(clip, size[0], size[1]);
    return new FrameFolder(clip, files, rate, limits, size[0], size[1]);
  }

  private static boolean frame(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"))
        && Files.isRegularFile(file);
  }

  private static int compare(Path a, Path b) {
    String[] first = a.getFileName().toString().split(CHUNKS, -1);
    String[] second = b.getFileName().toString().split(CHUNKS, -1);
    for (int i = 0; i < Math.min(first.length, second.length); i++) {
      int order =
          number(first[i]) && number(second[i])
              ? new BigInteger(first[i]).compareTo(new BigInteger(second[i]))
              : first[i].compareTo(second[i]);
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(first.length, second.length);
    return order != 0 ? order : a.compareTo(b);
  }

  private static boolean number(String chunk) {
    return chunk.matches("[0-9]+");
  }

  @Override
  public double[] seconds() {
    return IntStream.range(0, files.size()).mapToDouble(i -> i / rate).toArray();
  }

  @Override
  public List<byte[]> read(Sampling sampling, Function<Pixels, byte[]> small)
      throws IOException, BadDataException {
    List<byte[]> frames = new ArrayList<>();
    for (int chosen : sampling.choose(seconds())) {
      frames.add(small.apply(Still.open(files.get(chosen)).decode(clip, limits)));
    }
    return frames;
  }
}
