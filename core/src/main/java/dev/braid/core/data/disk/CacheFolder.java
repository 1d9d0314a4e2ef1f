package dev.braid.core.data.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The segments of one reader, {@code features/<reader>/*.features}. Other processes add and delete
 * files at the same time, so a file that is gone is no error.
 */
final class CacheFolder {

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final Path all;
  private final Path folder;

  CacheFolder(Path all, String reader) throws IOException {
    this.all = all;
    this.folder = Files.createDirectories(all.resolve(reader));
  }

  Path path() {
    return folder;
  }

  /**
   * Fills in the places of all entries. A damaged segment, and one that has nothing that an earlier
   * one has not, is deleted.
   *
   * @return the bytes of the segments that are used
   */
  long load(Map<ByteBuffer, Segment.Place> places) throws IOException {
    long bytes = 0;
    for (Path file : files(folder, Segment.ENDING)) {
      try {
        Segment segment = Segment.map(file);
        boolean needed = false;
        for (Map.Entry<ByteBuffer, Segment.Place> entry : segment.places().entrySet()) {
          needed |= places.putIfAbsent(entry.getKey(), entry.getValue()) == null;
        }
        if (needed) {
          bytes += Files.size(file);
          Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } else {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        Files.deleteIfExists(file);
      }
    }
    return bytes;
  }

  /** Deletes what stopped processes left, and segments of other readers until all fit. */
  void clean(long limit) throws IOException {
    Instant now = Instant.now();
    for (Path file : files(all, SegmentWriter.ENDING)) {
      if (modified(file).isBefore(now.minus(FORGOTTEN))) {
        Files.deleteIfExists(file);
      }
    }
    List<Path> segments = new ArrayList<>(files(all, Segment.ENDING));
    long bytes = 0;
    for (Path file : segments) {
      bytes += size(file);
    }
    segments.sort(Comparator.comparing(CacheFolder::modified));
    for (Path file : segments) {
      if (bytes > limit && !file.startsWith(folder)) {
        bytes -= size(file);
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> children;
    try (Stream<Path> list = Files.list(root)) {
      children = list.sorted().toList();
    } catch (NoSuchFileException e) {
      return files; // another process deleted it just now
    }
    for (Path child : children) {
      if (Files.isDirectory(child)) {
        files.addAll(files(child, ending));
      } else if (child.toString().endsWith(ending)) {
        files.add(child);
      }
    }
    return files;
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.MAX;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
