package dev.braid.core.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders that appear whole or not at all: written beside, synced, renamed. */
public final class AtomicFiles {

  private AtomicFiles() {}

  /**
   * Replaces a file.
   *
   * @throws IOException naming the file, the reason and the remedy; the old file is kept
   */
  public static void write(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      replace(beside, file);
    } catch (IOException e) {
      throw abandoned(beside, file, e);
    }
  }

  /** Puts a whole file, written beside, in the place of another. */
  public static void replace(Path beside, Path file) throws IOException {
    sync(beside);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(file.getParent());
  }

  /**
   * Makes a folder with what the writer puts into it. A folder of this name that is there already
   * is put aside first, so that none is there for an instant, but never half of one.
   *
   * @throws IOException naming the folder, the reason and the remedy; nothing is left of the new
   *     folder
   */
  public static void folder(Path folder, Writer writer) throws IOException {
    Path beside = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      delete(beside);
      directories(beside);
      writer.writeTo(beside);
      sync(files(beside));
      syncFolder(beside);
      Path before = aside(folder);
      Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folder.getParent());
      delete(before);
    } catch (IOException e) {
      throw abandoned(beside, folder, e);
    }
  }

  /** Makes a folder and those above it, where they are not there, so that they last. */
  public static void directories(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      directories(above);
    }
    Files.createDirectories(folder); // another process may have made it just now
    syncFolder(above);
  }

  /** What was begun is taken away; the failure that is reported is the first one. */
  private static IOException abandoned(Path beside, Path target, IOException failure) {
    IOException unwritable = FileFailure.unwritable(target, failure);
    try {
      delete(beside);
    } catch (IOException e) {
      unwritable.addSuppressed(e);
    }
    return unwritable;
  }

  /** Deletes a folder that is whole or not there at every instant. */
  static void remove(Path folder) throws IOException {
    delete(aside(folder));
  }

  /** Deletes what a killed process had begun in a folder, or no longer needed. */
  public static void tidy(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> left;
    try (Stream<Path> list = Files.list(folder)) {
      left = list.filter(path -> path.toString().matches("(?s).*\\.(part|old)")).toList();
    }
    for (Path one : left) {
      delete(one);
    }
  }

  /** Where a folder is now that no longer goes by its name; nothing is there if it was not. */
  private static Path aside(Path folder) throws IOException {
    Path aside = folder.resolveSibling(folder.getFileName() + ".old");
    delete(aside);
    if (Files.exists(folder)) {
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    return aside;
  }

  /** Deletes a file or a folder with all it holds, if it is there. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }

  /** The plain files below a folder, sorted. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void sync(List<Path> files) throws IOException {
    for (Path file : files) {
      sync(file);
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** A rename is durable once its folder is synced; not every system can open a folder. */
  static void syncFolder(@org.jspecify.annotations.Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows refuses to open folders; the rename itself is still atomic there.
      return;
    }
  }

  /** Fills a folder. */
  @FunctionalInterface
  public interface Writer {
    /** Writes into the folder. */
    void writeTo(Path folder) throws IOException;
  }
}
