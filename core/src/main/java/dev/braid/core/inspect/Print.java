package dev.braid.core.inspect;

import dev.braid.core.data.disk.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Stands for a value: the first 128 bits of the SHA-256 of a file's content, or of the text and
 * kind of any other value. Two of 10⁹ values that differ share one with a chance of 10⁻²⁰.
 */
record Print(long high, long low) {

  static Print of(Object value) throws IOException {
    ByteBuffer digest = Digests.of(value);
    return new Print(digest.getLong(0), digest.getLong(8));
  }
}
