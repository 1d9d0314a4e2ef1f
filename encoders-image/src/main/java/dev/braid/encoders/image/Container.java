package dev.braid.encoders.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The outer structure of a picture file: segments, chunks and blocks, none of it decoded. Decoders
 * fill the missing part of a file with grey and may say nothing, so whether a file is whole is
 * decided here.
 */
final class Container {

  private static final int END = 0x49454E44; // IEND
  private static final int EXIF = 0x65584966; // eXIf

  private final ByteBuffer file;
  private final Format format;
  private @Nullable String damage;
  private byte @Nullable [] exif;
  private int components;
  private int adobeTransform = -1;

  /** Walks a file; whatever is in it, this does not throw. */
  Container(Format format, byte[] bytes) {
    this.format = format;
    file = ByteBuffer.wrap(bytes);
    try {
      switch (format) {
        case PNG -> png();
        case JPEG -> jpeg();
        case GIF -> gif();
        case BMP -> bmp();
        case WEBP -> webp();
      }
    } catch (IndexOutOfBoundsException e) {
      damage = "the file ends after %,d bytes, before the picture does".formatted(bytes.length);
    }
  }

  /** What is wrong with the file, or null where it is whole. */
  @Nullable String damage() {
    return damage;
  }

  /** The EXIF data, a TIFF structure, or null. */
  byte @Nullable [] exif() {
    return exif;
  }

  /** Whether a JPEG has four colours (CMYK), which decoders leave as they are. */
  boolean fourColours() {
    return format == Format.JPEG && components == 4;
  }

  /** The colour transform that Adobe's segment of a JPEG names: 2 for YCCK; -1 without one. */
  int adobeTransform() {
    return adobeTransform;
  }

  private void png() {
    for (int at = 8; ; ) {
      int length = file.getInt(at);
      int type = file.getInt(at + 4);
      int next = require(at + 12L + Integer.toUnsignedLong(length));
      boolean critical = (type & 0x20000000) == 0;
      if (critical && checksum(at + 4, length + 4) != file.getInt(next - 4)) {
        damage = "the checksum of the PNG chunk at byte %,d is wrong".formatted(at);
        return;
      }
      if (type == EXIF) {
        exif = Arrays.copyOfRange(file.array(), at + 8, at + 8 + length);
      } else if (type == END) {
        return;
      }
      at = next;
    }
  }

  private int checksum(int from, int length) {
    CRC32 crc = new CRC32();
    crc.update(file.array(), from, length);
    return (int) crc.getValue();
  }

  private void jpeg() {
    for (int at = 2; ; ) {
      // Between segments lies compressed data, where 0xff is followed by 0 or a restart mark.
      while (unsigned(at) != 0xff || unsigned(at + 1) == 0xff) {
        at++;
      }
      int marker = unsigned(at + 1);
      at += 2;
      if (marker == 0xd9) {
        return;
      }
      if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        continue;
      }
      int next = require(at + (long) Short.toUnsignedInt(file.getShort(at)));
      if (marker == 0xe1 && exif == null && starts(at + 2, "Exif\0\0")) {
        exif = Arrays.copyOfRange(file.array(), at + 8, Math.max(at + 8, next));
      } else if (marker == 0xee && starts(at + 2, "Adobe")) {
        adobeTransform = unsigned(at + 13);
      } else if ((marker >= 0xc0 && marker <= 0xcf && (marker & 3) != 0) || marker == 0xc0) {
        components = unsigned(at + 7);
      }
      at = next;
    }
  }

  /** The first frame; what follows it does not matter. */
  private void gif() {
    int at = 13 + colours(unsigned(10));
    while (true) {
      switch (unsigned(at)) {
        case 0x21 -> at = afterBlocks(at + 2);
        case 0x2c -> {
          afterBlocks(at + 11 + colours(unsigned(at + 9)));
          return;
        }
        case 0x3b -> {
          damage = "the GIF holds no picture";
          return;
        }
        default -> {
          damage = "the GIF block at byte %,d is of no known kind".formatted(at);
          return;
        }
      }
    }
  }

  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private int afterBlocks(int start) {
    int at = start;
    while (unsigned(at) != 0) {
      at += 1 + unsigned(at);
    }
    return at + 1;
  }

  private void bmp() {
    file.order(ByteOrder.LITTLE_ENDIAN);
    if (file.getInt(14) >= 40) {
      long row = ((long) file.getInt(18) * file.getShort(28) + 31) / 32 * 4;
      int compression = file.getInt(30);
      if (compression == 0 || compression == 3) {
        require(file.getInt(10) + row * Math.abs((long) file.getInt(22)));
      }
    }
  }

  private void webp() {
    file.order(ByteOrder.LITTLE_ENDIAN);
    int end = require(8 + Integer.toUnsignedLong(file.getInt(4)));
    for (int at = 12; at + 8 <= end; ) {
      int length = file.getInt(at + 4);
      int next = require(at + 8 + Integer.toUnsignedLong(length));
      if (starts(at, "EXIF")) {
        int from = at + 8 + (starts(at + 8, "Exif\0\0") ? 6 : 0);
        exif = Arrays.copyOfRange(file.array(), from, next);
      }
      at = next + (length & 1);
    }
  }

  private int unsigned(int at) {
    return Byte.toUnsignedInt(file.get(at));
  }

  private boolean starts(int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    return at + wanted.length <= file.limit()
        && Arrays.equals(file.array(), at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** A position, which may be the end of the file but not beyond it. */
  private int require(long position) {
    if (position < 0 || position > file.limit()) {
      throw new IndexOutOfBoundsException();
    }
    return (int) position;
  }
}
