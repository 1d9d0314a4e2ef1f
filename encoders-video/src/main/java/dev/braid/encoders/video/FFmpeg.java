package dev.braid.encoders.video;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * The programs of FFmpeg 7.1, which come in a jar for each system and are unpacked to the user's
 * JavaCPP cache once. None of their code runs in this process.
 */
final class FFmpeg {

  /**
   * Containers that are read. Playlists are not among them: they could name any file or address.
   */
  private static final String CONTAINERS =
      "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,ivf,m4v,h264,hevc";

  private FFmpeg() {}

  /** What every call begins with: the program, quiet, and what it may open. */
  static List<String> command(String program, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program(program).toString(),
                "-v",
                "error",
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                CONTAINERS));
    command.addAll(List.of(more));
    return command;
  }

  /** As FFmpeg names a local file, whatever characters are in it. */
  static String input(Path file) {
    return "file:" + file;
  }

  /** A program that can be run. */
  static synchronized Path program(String name) throws IOException {
    String folder = "/org/bytedeco/ffmpeg/" + Loader.getPlatform();
    if (FFmpeg.class.getResource(folder) == null) {
      throw new IOException(
          "there is no FFmpeg for this system on the class path; add org.bytedeco:ffmpeg with the"
              + " classifier %s, or give a GIF or a folder of frames"
                  .formatted(Loader.getPlatform()));
    }
    File unpacked = Loader.cacheResource(FFmpeg.class, folder);
    for (String file : List.of(name, name + ".exe")) {
      File program = new File(unpacked, file);
      if (program.isFile() && (program.canExecute() || program.setExecutable(true))) {
        return program.toPath();
      }
    }
    throw new IOException("there is no program " + name + " in " + unpacked);
  }
}
