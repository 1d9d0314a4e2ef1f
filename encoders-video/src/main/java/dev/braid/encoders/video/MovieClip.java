package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Pixels;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** A movie in a container, its first video track, decoded by FFmpeg. */
final class MovieClip implements Clip {

  /** Bit-exact conversion, so that pixels do not depend on the processor. */
  private static final String TO_RGB =
      "scale=flags=accurate_rnd+full_chroma_int+bitexact,format=rgb24";

  private final Path file;
  private final Limits limits;
  private final Track track;

  private MovieClip(Path file, Limits limits, Track track) {
    this.file = file;
    this.limits = limits;
    this.track = track;
  }

  /**
   * What a container says of a track.
   *
   * @param seconds when its frames are shown, ascending
   * @param promised how many frames the container announces; 0 where it does not
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Track(int width, int height, double[] seconds, int promised) {}

  /** Reads the container, decoding nothing. */
  static MovieClip open(Path file, Limits limits) throws IOException, BadDataException {
    Track track = probe(file, limits, "packet=pts_time,dts_time,flags");
    limits.checkPixels(file, track.width(), track.height());
    if (track.seconds().length < track.promised()) {
      throw new IOException(
          "of %d frames the file has %d".formatted(track.promised(), track.seconds().length));
    }
    return new MovieClip(file, limits, track);
  }

  @Override
  public double[] seconds() {
    return track.seconds().clone();
  }

  @Override
  public int width() {
    return track.width();
  }

  @Override
  public int height() {
    return track.height();
  }

  @Override
  public List<byte[]> read(Sampling sampling, Function<Pixels, byte[]> small) throws IOException {
    int[] chosen = sampling.choose(track.seconds());
    List<byte[]> frames = decode(chosen, small);
    if (frames.size() < chosen.length) {
      // Packets need not be frames: a clip may begin with some that cannot be decoded alone.
      chosen = sampling.choose(probe(file, limits, "frame=pts_time,pkt_dts_time").seconds());
      frames = decode(chosen, small);
    }
    if (frames.size() < chosen.length) {
      throw new IOException("frame %d could not be decoded".formatted(chosen[frames.size()] + 1));
    }
    return frames;
  }

  private List<byte[]> decode(int[] chosen, Function<Pixels, byte[]> small) throws IOException {
    String select =
        Arrays.stream(chosen)
            .mapToObj(frame -> "eq(n\\," + frame + ")")
            .collect(Collectors.joining("+"));
    List<String> command =
        FFmpeg.command(
            "ffmpeg",
            "-nostdin",
            "-xerror", // or a damaged frame would be patched up
            "-threads",
            "1",
            "-max_pixels",
            Long.toString(limits.pixels()),
            "-i",
            FFmpeg.input(file),
            "-map",
            "0:V:0",
            "-vf",
            "select=" + select + "," + TO_RGB,
            "-fps_mode",
            "passthrough",
            "-frames:v",
            Integer.toString(chosen.length),
            "-c:v",
            "ppm",
            "-f",
            "image2pipe",
            "pipe:1");
    List<byte[]> frames = new ArrayList<>();
    try (Child child = new Child(command, limits.timeout())) {
      DataInputStream in = new DataInputStream(child.output());
      for (Pixels frame = next(in); frame != null; frame = next(in)) {
        frames.add(small.apply(frame));
      }
      child.finish();
    }
    return frames;
  }

  /** A portable pixmap: {@code P6 width height 255} and three bytes a pixel; null at the end. */
  private @Nullable Pixels next(DataInputStream in) throws IOException {
    String magic = word(in);
    if (magic.isEmpty()) {
      return null;
    }
    int width = Integer.parseInt(word(in));
    int height = Integer.parseInt(word(in));
    if (!word(in).equals("255") || (long) width * height > limits.pixels()) {
      throw new IOException("a frame of %dx%d pixels was not expected".formatted(width, height));
    }
    byte[] rgb = new byte[3 * width * height];
    try {
      in.readFully(rgb);
    } catch (EOFException e) {
      return null; // the decoder says why
    }
    return new Pixels(width, height, rgb);
  }

  private static String word(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    for (int c = in.read(); c > ' ' && word.length() < 16; c = in.read()) {
      word.append((char) c);
    }
    return word.toString();
  }

  /**
   * Lists a track.
   *
   * @param what of packets or of decoded frames
   */
  private static Track probe(Path file, Limits limits, String what) throws IOException {
    List<String> command =
        FFmpeg.command(
            "ffprobe",
            "-select_streams",
            "V:0",
            "-show_entries",
            what + ":stream=width,height,nb_frames",
            "-of",
            "compact",
            FFmpeg.input(file));
    DoubleStream.Builder seconds = DoubleStream.builder();
    String stream = "";
    try (Child child = new Child(command, limits.timeout())) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8));
      double last = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("stream|")) {
          stream = line;
        } else if (line.matches("(packet|frame)\\|.*") && !value(line, "flags").contains("D")) {
          // Packets with this flag are decoded but not shown.
          last = time(line, last);
          seconds.add(last);
        }
      }
      String errors = child.finish();
      if (errors.contains("partial file") || errors.contains("prematurely")) {
        throw new IOException("the file ends before the clip does");
      }
    }
    double[] times = seconds.build().sorted().toArray();
    if (stream.isEmpty() || times.length == 0) {
      throw new IOException("it has no video track");
    }
    return new Track(
        number(stream, "width"), number(stream, "height"), times, number(stream, "nb_frames"));
  }

  /** When a frame is shown, or when it is decoded, or a little after the one before. */
  private static double time(String line, double before) {
    for (String key : List.of("pts_time", "dts_time", "pkt_dts_time")) {
      String text = value(line, key);
      if (text.matches("-?[0-9.]+")) {
        return Double.parseDouble(text);
      }
    }
    return before + 0.04;
  }

  private static int number(String line, String key) {
    String text = value(line, key);
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static String value(String line, String key) {
    for (String field : line.split("\\|", -1)) {
      if (field.startsWith(key + "=")) {
        return field.substring(key.length() + 1);
      }
    }
    return "";
  }
}
