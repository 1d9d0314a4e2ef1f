package dev.braid.core.data.disk;

import dev.braid.api.data.Feature;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a segment: {@code length of what follows the checksum (int), CRC-32C of it (int),
 * key (32 bytes), feature}.
 */
final class Entry {

  static final int KEY = 32;
  static final int HEAD = 8;

  private Entry() {}

  /** The whole entry, or null where the feature is too large. */
  static @Nullable ByteBuffer of(ByteBuffer key, Feature feature) {
    int size = FeatureBytes.size(feature);
    if (size < 0) {
      return null;
    }
    ByteBuffer entry = ByteBuffer.allocate(HEAD + KEY + size);
    entry.position(HEAD);
    entry.put(key.duplicate());
    FeatureBytes.write(feature, entry);
    entry.flip();
    entry.putInt(0, KEY + size);
    entry.putInt(4, checksum(entry.duplicate().position(HEAD)));
    return entry;
  }

  /** The feature of a whole entry; null where it is damaged or of another key. */
  static @Nullable Feature feature(ByteBuffer entry, ByteBuffer key) {
    if (entry.remaining() < HEAD + KEY || entry.getInt(0) != entry.remaining() - HEAD) {
      return null;
    }
    ByteBuffer body = entry.duplicate().position(HEAD);
    if (checksum(body.duplicate()) != entry.getInt(4)
        || !body.slice(body.position(), KEY).equals(key)) {
      return null;
    }
    return FeatureBytes.read(body.position(HEAD + KEY));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
