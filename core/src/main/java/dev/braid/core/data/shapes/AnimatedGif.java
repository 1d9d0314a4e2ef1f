package dev.braid.core.data.shapes;

import dev.braid.core.data.shapes.Scene.Colour;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a clip as an animated GIF (GIF89a) that repeats for ever. Its palette holds every colour
 * of the shapes exactly, and the bytes are the same on every machine: writers of Java choose
 * palettes of their own.
 */
final class AnimatedGif {

  /** Hundredths of a second a frame. */
  private static final int DELAY = 10;

  /** Colours of the palette, as a power of two. */
  private static final int BITS = 3;

  private static final int CLEAR = 1 << BITS;
  private static final int END = CLEAR + 1;
  private static final int MOST_CODES = 4096;
  private static final int LONGEST_BLOCK = 255;

  private final OutputStream out;

  private AnimatedGif(OutputStream out) {
    this.out = out;
  }

  static void write(MovingScene clip, OutputStream out) throws IOException {
    AnimatedGif gif = new AnimatedGif(out);
    gif.header(clip.size());
    for (int frame = 0; frame < clip.frames(); frame++) {
      gif.frame(clip.at(frame).draw());
    }
    gif.bytes(0x3b);
  }

  private void header(int size) throws IOException {
    text("GIF89a");
    shorts(size, size);
    bytes(0xf0 | (BITS - 1), 0, 0); // a palette for all frames
    for (int i = 0; i < 1 << BITS; i++) {
      int rgb = i < Colour.values().length ? Colour.values()[i].rgb() : Scene.GROUND;
      bytes(rgb >> 16, rgb >> 8, rgb);
    }
    bytes(0x21, 0xff, 11);
    text("NETSCAPE2.0");
    bytes(3, 1, 0, 0, 0); // repeated without end
  }

  private void frame(BufferedImage picture) throws IOException {
    int width = picture.getWidth();
    int height = picture.getHeight();
    bytes(0x21, 0xf9, 4, 1 << 2); // stays until the next
    shorts(DELAY);
    bytes(0, 0, 0x2c);
    shorts(0, 0, width, height);
    bytes(0, BITS);
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = index(picture.getRGB(i % width, i / width) & 0xffffff);
    }
    byte[] data = compress(pixels);
    for (int at = 0; at < data.length; at += LONGEST_BLOCK) {
      int length = Math.min(LONGEST_BLOCK, data.length - at);
      out.write(length);
      out.write(data, at, length);
    }
    out.write(0);
  }

  private static int index(int rgb) {
    for (Colour colour : Colour.values()) {
      if (colour.rgb() == rgb) {
        return colour.ordinal();
      }
    }
    return Colour.values().length; // the ground
  }

  /** LZW with codes that grow from {@link #BITS} + 1 to 12 bits, as GIF has it. */
  private static byte[] compress(int[] pixels) {
    Codes codes = new Codes();
    Map<Integer, Integer> known = new HashMap<>();
    codes.add(CLEAR);
    int next = END + 1;
    int prefix = pixels[0];
    for (int i = 1; i < pixels.length; i++) {
      int longer = prefix << BITS | pixels[i];
      Integer code = known.get(longer);
      if (code != null) {
        prefix = code;
        continue;
      }
      codes.add(prefix);
      prefix = pixels[i];
      if (next == MOST_CODES) {
        codes.add(CLEAR);
        codes.width = BITS + 1;
        known.clear();
        next = END + 1;
      } else {
        known.put(longer, next);
        codes.widen(next++);
      }
    }
    codes.add(prefix);
    codes.widen(next);
    codes.add(END);
    return codes.finish();
  }

  /** Codes of varying width, the lowest bit first. */
  private static final class Codes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int width = BITS + 1;
    private int bits;
    private int length;

    void add(int code) {
      bits |= code << length;
      for (length += width; length >= 8; length -= 8) {
        bytes.write(bits);
        bits >>>= 8;
      }
    }

    /** After a new code, which may be the first that needs one more bit. */
    void widen(int code) {
      if (code == 1 << width && code < MOST_CODES) {
        width++;
      }
    }

    byte[] finish() {
      if (length > 0) {
        bytes.write(bits);
      }
      return bytes.toByteArray();
    }
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void bytes(int... values) throws IOException {
    for (int value : values) {
      out.write(value);
    }
  }

  private void shorts(int... values) throws IOException {
    for (int value : values) {
      bytes(value, value >> 8);
    }
  }
}
