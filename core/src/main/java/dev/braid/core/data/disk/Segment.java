package dev.braid.core.data.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of entries that is whole and never changes again, mapped into memory. Any number of
 * processes may read it, and any may delete it: those that have it mapped go on with it.
 */
final class Segment {

  static final String ENDING = ".features";
  static final byte[] MAGIC = {'B', 'R', 'A', 'I', 'D', 'F', '0', '1'};

  private final Path file;
  private final ByteBuffer bytes;

  private Segment(Path file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Where an entry lies. */
  record Place(Segment segment, int at, int length) {}

  /**
   * Maps a file.
   *
   * @throws IOException if it cannot be read
   */
  static Segment map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(file + " is larger than any segment");
      }
      return new Segment(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  Path file() {
    return file;
  }

  /**
   * The places of all entries by key.
   *
   * @throws IOException if it is not a row of entries from beginning to end
   */
  Map<ByteBuffer, Place> places() throws IOException {
    Map<ByteBuffer, Place> places = new LinkedHashMap<>();
    if (bytes.limit() < MAGIC.length
        || !bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      throw new IOException(file + " does not begin as a segment does");
    }
    int at = MAGIC.length;
    while (at < bytes.limit()) {
      int left = bytes.limit() - at - Entry.HEAD;
      int length = left < Entry.KEY ? -1 : bytes.getInt(at);
      if (length < Entry.KEY || length > left) {
        throw new IOException(file + " is cut off or damaged at byte " + at);
      }
      byte[] key = new byte[Entry.KEY];
      bytes.get(at + Entry.HEAD, key);
      places.put(ByteBuffer.wrap(key), new Place(this, at, Entry.HEAD + length));
      at += Entry.HEAD + length;
    }
    return places;
  }

  ByteBuffer entry(Place place) {
    return bytes.slice(place.at(), place.length());
  }
}
