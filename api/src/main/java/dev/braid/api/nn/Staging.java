package dev.braid.api.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory through which a reader hands large batches to the engine. The engine reads only direct
 * buffers, and the JVM frees those with a garbage collection alone, which training hardly causes: a
 * buffer per batch of pictures would grow the process by gigabytes.
 */
public final class Staging {

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 16));

  private Staging() {}

  /**
   * A buffer of so many bytes in native order, with any content. It is valid until this thread asks
   * again: an array made from it shares its memory and must be copied, such as by a conversion to
   * another type, and closed before that.
   */
  public static ByteBuffer bytes(int size) {
    if (BUFFER.get().capacity() < size) {
      BUFFER.set(ByteBuffer.allocateDirect(size));
    }
    return BUFFER.get().slice(0, size).order(ByteOrder.nativeOrder());
  }
}
