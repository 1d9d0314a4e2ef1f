package dev.braid.api.data;

/**
 * What a reader makes of one raw value, on the host. Not an engine array: features are made in
 * threads and may be cached.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copies would cost what they protect
public sealed interface Feature {

  /** The approximate number of bytes it keeps in memory. */
  long bytes();

  /** Its shape: {@code [T]} for ids. */
  long[] dimensions();

  /** Class numbers, such as words of a vocabulary: {@code [T]}. */
  record Ids(int[] values) implements Feature {
    @Override
    public long bytes() {
      return 32 + 4L * values.length;
    }

    @Override
    public long[] dimensions() {
      return new long[] {values.length};
    }
  }

  /** Unsigned bytes of a given shape, such as a picture {@code [3, H, W]}. */
  record Bytes(byte[] values, long... shape) implements Feature {
    @Override
    public long bytes() {
      return 64 + values.length;
    }

    @Override
    public long[] dimensions() {
      return shape;
    }
  }

  /** Numbers of a given shape, such as a spectrogram {@code [T, F]}. */
  record Floats(float[] values, long... shape) implements Feature {
    @Override
    public long bytes() {
      return 64 + 4L * values.length;
    }

    @Override
    public long[] dimensions() {
      return shape;
    }
  }
}
