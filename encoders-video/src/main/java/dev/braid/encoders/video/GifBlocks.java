package dev.braid.encoders.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The structure of a GIF89a file, none of it decoded: decoders fill what is missing from a file
 * that was cut off and may say nothing.
 *
 * @param width of the canvas
 * @param height of the canvas
 */
record GifBlocks(int width, int height, List<Frame> frames) {

  /** Browsers show a frame that names no time for a tenth of a second. */
  private static final int UNTIMED = 10;

  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xf9;
  private static final int PICTURE = 0x2c;
  private static final int END = 0x3b;

  /**
   * A picture of the file.
   *
   * @param delay in hundredths of a second
   */
  record Frame(int left, int top, int width, int height, int disposal, int delay) {}

  /**
   * Walks a file.
   *
   * @throws IOException if it is not whole, saying where it breaks
   */
  static GifBlocks of(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      GifBlocks blocks =
          new GifBlocks(
              Short.toUnsignedInt(file.getShort(6)),
              Short.toUnsignedInt(file.getShort(8)),
              new ArrayList<>());
      blocks.walk(file);
      if (blocks.frames.isEmpty() || blocks.width == 0 || blocks.height == 0) {
        throw new IOException("the GIF holds no picture");
      }
      return blocks;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException(
          "the file ends after %,d bytes, before the clip does".formatted(bytes.length), e);
    }
  }

  private void walk(ByteBuffer file) throws IOException {
    int at = HEADER + colours(unsigned(file, 10));
    int disposal = 0;
    int delay = 0;
    for (int kind = unsigned(file, at); kind != END; kind = unsigned(file, at)) {
      if (kind == EXTENSION) {
        if (unsigned(file, at + 1) == CONTROL) {
          disposal = unsigned(file, at + 3) >> 2 & 7;
          delay = Short.toUnsignedInt(file.getShort(at + 4));
        }
        at = afterData(file, at + 2);
      } else if (kind == PICTURE) {
        frames.add(
            new Frame(
                Short.toUnsignedInt(file.getShort(at + 1)),
                Short.toUnsignedInt(file.getShort(at + 3)),
                Short.toUnsignedInt(file.getShort(at + 5)),
                Short.toUnsignedInt(file.getShort(at + 7)),
                disposal,
                delay > 1 ? delay : UNTIMED));
        at = afterData(file, at + 11 + colours(unsigned(file, at + 9)));
        disposal = 0;
        delay = 0;
      } else {
        throw new IOException("the GIF block at byte %,d is of no known kind".formatted(at));
      }
    }
  }

  double[] seconds() {
    double[] seconds = new double[frames.size()];
    int hundredths = 0;
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = hundredths / 100.0;
      hundredths += frames.get(i).delay();
    }
    return seconds;
  }

  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int afterData(ByteBuffer file, int start) {
    int at = start;
    while (unsigned(file, at) != 0) {
      at += 1 + unsigned(file, at);
    }
    return at + 1;
  }

  private static int unsigned(ByteBuffer file, int at) {
    return Byte.toUnsignedInt(file.get(at));
  }
}
