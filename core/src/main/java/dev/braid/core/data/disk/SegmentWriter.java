package dev.braid.core.data.disk;

import dev.braid.api.data.Feature;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A segment in the making, in a file that belongs to this process alone. It gets its name once it
 * is whole and on the disk. A plain file, not a channel: an interrupted thread must not close it.
 */
final class SegmentWriter {

  static final String ENDING = ".part";

  private final Path file;
  private final RandomAccessFile out;
  private final Map<ByteBuffer, long[]> places = new LinkedHashMap<>();

  SegmentWriter(Path folder) throws IOException {
    file = folder.resolve(UUID.randomUUID() + ENDING);
    out = new RandomAccessFile(file.toFile(), "rw");
    out.write(Segment.MAGIC);
  }

  synchronized long size() throws IOException {
    return out.length();
  }

  synchronized void add(ByteBuffer key, ByteBuffer entry) throws IOException {
    if (!places.containsKey(key)) {
      long at = out.length();
      out.seek(at);
      out.write(entry.array(), entry.arrayOffset(), entry.limit());
      places.put(key, new long[] {at, entry.limit()});
    }
  }

  /** The feature of a key, or null where it has none. */
  synchronized @Nullable Feature read(ByteBuffer key) throws IOException {
    long[] place = places.get(key);
    if (place == null) {
      return null;
    }
    byte[] entry = new byte[(int) place[1]];
    out.seek(place[0]);
    out.readFully(entry);
    return Entry.feature(ByteBuffer.wrap(entry), key);
  }

  /** Gives the segment its name; later names sort behind earlier ones. */
  synchronized @Nullable Segment publish() throws IOException {
    if (places.isEmpty()) {
      abandon();
      return null;
    }
    out.getFD().sync();
    out.close();
    String name =
        "%016x-%s%s".formatted(System.currentTimeMillis(), UUID.randomUUID(), Segment.ENDING);
    Path whole = file.resolveSibling(name);
    Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
    return Segment.map(whole);
  }

  synchronized void abandon() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
