package dev.braid.core.data.disk;

import dev.braid.api.data.Reader;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of what decides a feature: the content of a value and everything about its reader. */
public final class Digests {

  private static final int PIECE = 1 << 16;

  private Digests() {}

  /**
   * Of a file's content, of the names and contents of all files in a folder; of the text of any
   * other value.
   */
  public static ByteBuffer of(Object value) throws IOException {
    MessageDigest digest = digest();
    if (value instanceof Path folder && Files.isDirectory(folder)) {
      for (Path file : files(folder)) {
        text(digest, file.getFileName().toString());
        update(digest, file);
      }
    } else if (value instanceof Path file) {
      update(digest, file);
    } else {
      text(digest, value.getClass().getName());
      text(digest, value.toString());
    }
    return ByteBuffer.wrap(digest.digest());
  }

  /** The plain files that lie in a folder, such as a clip's frames, sorted; not those below. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A folder name for a reader: its class and options, what it learned, and what it yields. */
  static String of(String options, Reader reader) throws IOException {
    MessageDigest digest = digest();
    text(digest, options);
    text(digest, reader.features().toString());
    Path learned = Files.createTempDirectory("braid-reader");
    try {
      reader.save(learned);
      List<Path> files;
      try (Stream<Path> walk = Files.walk(learned)) {
        files = walk.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        text(digest, learned.relativize(file).toString());
        update(digest, file);
      }
    } finally {
      AtomicFiles.delete(learned);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
      }
    }
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
