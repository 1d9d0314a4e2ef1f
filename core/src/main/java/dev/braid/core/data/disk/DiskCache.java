package dev.braid.core.data.disk;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.core.data.Features;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps features in memory-mapped files, so that a later run need not decode again. An entry is
 * found by the SHA-256 of a file's content (or of a text) and of everything about the reader: its
 * class, options and what it learned. The content is hashed once a process; a file that is replaced
 * while a run goes on is not seen. Several processes may use one folder at once: each writes files
 * of its own, and what it wrote is seen by those that start later.
 *
 * <p>A damaged file is deleted and what it held is read again. A cache that cannot be written, such
 * as on a full disk, is only read.
 */
public final class DiskCache implements Features {

  /** Small enough to map, large enough that there are few. */
  private static final int SEGMENT = 64 << 20;

  private final Path all;
  private final String options;
  private final Reader reader;
  private final boolean files;
  private final long limit;
  private final int segmentSize;
  private final Map<ByteBuffer, Segment.Place> places = new ConcurrentHashMap<>();
  private final Map<Path, ByteBuffer> digests = new ConcurrentHashMap<>();
  private @Nullable CacheFolder folder;
  private volatile @Nullable SegmentWriter writer;
  private volatile boolean open;
  private boolean readOnly;
  private long bytes;

  /**
   * Nothing is opened before the first value is read.
   *
   * @param all the folder of the caches of all readers
   * @param options the class of the reader and its options, as a text
   * @param reader it must have learned
   * @param files whether the reader's values are files
   * @param limit bytes of this reader's files; values beyond it are read each time. Where the files
   *     of all readers have more when it is opened, those of others that were used longest ago are
   *     deleted
   */
  public DiskCache(Path all, String options, Reader reader, boolean files, long limit) {
    this(all, options, reader, files, limit, SEGMENT);
  }

  DiskCache(Path all, String options, Reader reader, boolean files, long limit, int segmentSize) {
    this.all = all;
    this.options = options;
    this.reader = reader;
    this.files = files;
    this.limit = limit;
    this.segmentSize = segmentSize;
  }

  @Override
  public Feature read(Object value) throws BadDataException {
    open();
    ByteBuffer key = files == value instanceof Path ? digest(value) : null;
    if (key == null) {
      return reader.read(value);
    }
    Feature known = known(key);
    if (known != null) {
      return known;
    }
    Feature feature = reader.read(value);
    keep(key, feature);
    return feature;
  }

  /** Null where the file cannot be read, which the reader itself explains better. */
  private @Nullable ByteBuffer digest(Object value) {
    try {
      if (!(value instanceof Path path)) {
        return Digests.of(value);
      }
      ByteBuffer known = digests.get(path);
      if (known == null) {
        known = Digests.of(value);
        digests.put(path, known);
      }
      return known;
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable Feature known(ByteBuffer key) {
    Segment.Place place = places.get(key);
    if (place != null) {
      Feature feature = Entry.feature(place.segment().entry(place), key);
      if (feature == null) {
        drop(place.segment());
      }
      return feature;
    }
    SegmentWriter active = writer;
    try {
      return active == null ? null : active.read(key);
    } catch (IOException e) {
      return null; // just published, or the disk fails: it is read again
    }
  }

  private void drop(Segment damaged) {
    places.values().removeIf(place -> place.segment() == damaged);
    try {
      Files.deleteIfExists(damaged.file());
    } catch (IOException e) {
      return; // the next run finds the damage again
    }
  }

  private synchronized void keep(ByteBuffer key, Feature feature) {
    ByteBuffer entry = Entry.of(key, feature);
    if (readOnly || entry == null || folder == null || bytes + entry.limit() > limit) {
      return;
    }
    try {
      SegmentWriter active = writer;
      if (active == null) {
        active = new SegmentWriter(folder.path());
        writer = active;
      }
      active.add(key, entry);
      bytes += entry.limit();
      if (active.size() >= segmentSize) {
        publish(active);
      }
    } catch (IOException e) {
      abandon();
    }
  }

  private void publish(SegmentWriter active) throws IOException {
    Segment segment = active.publish();
    if (segment != null) {
      places.putAll(segment.places());
    }
    writer = null;
  }

  /** What was begun is given up; the run goes on without. */
  private void abandon() {
    readOnly = true;
    SegmentWriter active = writer;
    writer = null;
    try {
      if (active != null) {
        active.abandon();
      }
    } catch (IOException e) {
      return; // the file is deleted when it is a day old
    }
  }

  private void open() throws BadDataException {
    if (open) {
      return;
    }
    synchronized (this) {
      if (open) {
        return;
      }
      try {
        Files.createDirectories(all);
        CacheFolder own = new CacheFolder(all, Digests.of(options, reader));
        own.clean(limit);
        bytes = own.load(places);
        folder = own;
        open = true;
      } catch (IOException | UncheckedIOException e) {
        throw new BadDataException(
            "the cache folder %s cannot be used: %s; make it writable, or set cache: memory for the input"
                .formatted(all, e),
            e);
      }
    }
  }

  /** Gives what was read to later runs. */
  @Override
  public synchronized void close() {
    SegmentWriter active = writer;
    readOnly = true;
    if (active != null) {
      try {
        publish(active);
      } catch (IOException e) {
        abandon();
      }
    }
  }
}
