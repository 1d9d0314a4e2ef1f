package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Resize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Clips whose frames are grey, frame k of level 10 * k, so that frames can be told apart. */
final class Clips {

  static final int SIZE = 32;

  private Clips() {}

  static int level(int frame) {
    return 10 * frame;
  }

  static BufferedImage grey(int level) {
    return flat(SIZE, SIZE, level << 16 | level << 8 | level);
  }

  static BufferedImage flat(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }

  static Path picture(Path file, String format, int level) throws IOException {
    if (!ImageIO.write(grey(level), format, file.toFile())) {
      throw new IOException("no writer for " + format);
    }
    return file;
  }

  /** A folder of PNG files named 0.png, 1.png, … */
  static Path folder(Path folder, int frames) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < frames; i++) {
      picture(folder.resolve(i + ".png"), "png", level(i));
    }
    return folder;
  }

  /**
   * A movie of ten frames a second, made by the FFmpeg that reads it.
   *
   * @param options of its encoder
   */
  static Path movie(Path file, int frames, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                FFmpeg.program("ffmpeg").toString(),
                "-v",
                "error",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-s",
                SIZE + "x" + SIZE,
                "-r",
                "10",
                "-i",
                "pipe:0"));
    command.addAll(List.of(options));
    command.addAll(List.of("-y", file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream out = process.getOutputStream()) {
      for (int i = 0; i < frames; i++) {
        byte[] frame = new byte[3 * SIZE * SIZE];
        Arrays.fill(frame, (byte) level(i));
        out.write(frame);
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("FFmpeg did not write " + file);
    }
    return file;
  }

  static ClipReader.Options options(int frames, @Nullable Double rate) {
    return new ClipReader.Options(
        frames, rate, 64, 8, Resize.SQUASH, Normalise.UNIT, 10, 60, 16, 1_000_000, 30);
  }

  static Reader reader(int frames) {
    return new ClipReader().create(options(frames, null));
  }

  /** The level of grey of each frame that is read. */
  static List<Integer> levels(Reader reader, Path clip) throws BadDataException {
    Feature.Bytes bytes = (Feature.Bytes) reader.read(clip);
    int size = (int) (bytes.values().length / bytes.shape()[0]);
    List<Integer> levels = new ArrayList<>();
    for (int i = 0; i < bytes.shape()[0]; i++) {
      levels.add(bytes.values()[i * size + size / 2] & 0xff);
    }
    return levels;
  }
}
