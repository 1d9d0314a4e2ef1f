package dev.braid.core.data.disk;

import dev.braid.api.data.Feature;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Features as bytes: a kind, the shape, the values; big-endian. */
final class FeatureBytes {

  private static final byte IDS = 1;
  private static final byte BYTES = 2;
  private static final byte FLOATS = 3;

  private FeatureBytes() {}

  /** The number of bytes, or -1 where they are more than an array holds. */
  static int size(Feature feature) {
    long size = 2 + 8L * shape(feature).length;
    if (feature instanceof Feature.Bytes bytes) {
      size += bytes.values().length;
    } else if (feature instanceof Feature.Ids ids) {
      size += 4L * ids.values().length;
    } else if (feature instanceof Feature.Floats floats) {
      size += 4L * floats.values().length;
    }
    return size > Integer.MAX_VALUE / 2 ? -1 : (int) size;
  }

  static void write(Feature feature, ByteBuffer out) {
    long[] shape = shape(feature);
    out.put(kind(feature)).put((byte) shape.length);
    for (long length : shape) {
      out.putLong(length);
    }
    if (feature instanceof Feature.Ids ids) {
      out.asIntBuffer().put(ids.values());
      out.position(out.position() + 4 * ids.values().length);
    } else if (feature instanceof Feature.Bytes bytes) {
      out.put(bytes.values());
    } else if (feature instanceof Feature.Floats floats) {
      out.asFloatBuffer().put(floats.values());
      out.position(out.position() + 4 * floats.values().length);
    }
  }

  /** What {@link #write} wrote, up to the buffer's limit; null where it is something else. */
  static @Nullable Feature read(ByteBuffer in) {
    try {
      byte kind = in.get();
      long[] shape = new long[in.get()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = in.getLong();
      }
      switch (kind) {
        case IDS -> {
          int[] ids = new int[in.remaining() / 4];
          in.asIntBuffer().get(ids);
          return new Feature.Ids(ids);
        }
        case BYTES -> {
          byte[] bytes = new byte[in.remaining()];
          in.get(bytes);
          return new Feature.Bytes(bytes, shape);
        }
        case FLOATS -> {
          float[] floats = new float[in.remaining() / 4];
          in.asFloatBuffer().get(floats);
          return new Feature.Floats(floats, shape);
        }
        default -> {
          return null;
        }
      }
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      return null;
    }
  }

  private static byte kind(Feature feature) {
    return feature instanceof Feature.Ids ? IDS : feature instanceof Feature.Bytes ? BYTES : FLOATS;
  }

  private static long[] shape(Feature feature) {
    if (feature instanceof Feature.Bytes bytes) {
      return bytes.shape();
    }
    return feature instanceof Feature.Floats floats ? floats.shape() : new long[0];
  }
}
