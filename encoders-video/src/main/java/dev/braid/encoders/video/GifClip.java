package dev.braid.encoders.video;

import dev.braid.api.picture.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * An animated GIF. Each picture of the file changes a part of the canvas, and its disposal says
 * what becomes of that part before the next; what nothing has covered is white.
 */
final class GifClip implements Clip {

  private static final int TO_BACKGROUND = 2;
  private static final int TO_PREVIOUS = 3;
  private static final int WHITE = 0xffffff;

  private final byte[] bytes;
  private final GifBlocks blocks;

  /** With the blocks of these bytes. */
  GifClip(byte[] bytes, GifBlocks blocks) {
    this.bytes = bytes;
    this.blocks = blocks;
  }

  @Override
  public double[] seconds() {
    return blocks.seconds();
  }

  @Override
  public int width() {
    return blocks.width();
  }

  @Override
  public int height() {
    return blocks.height();
  }

  @Override
  public List<byte[]> read(Sampling sampling, Function<Pixels, byte[]> small) throws IOException {
    int[] chosen = sampling.choose(seconds());
    List<byte[]> frames = new ArrayList<>();
    int[] canvas = new int[width() * height()];
    Arrays.fill(canvas, WHITE);
    ImageReader reader = Still.reader("gif");
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, false, true);
      for (int i = 0; frames.size() < chosen.length; i++) {
        GifBlocks.Frame frame = blocks.frames().get(i);
        int[] before = frame.disposal() == TO_PREVIOUS ? canvas.clone() : canvas;
        draw(reader.read(i), frame, canvas);
        if (i == chosen[frames.size()]) {
          frames.add(small.apply(pixels(canvas)));
        }
        if (frame.disposal() == TO_BACKGROUND) {
          clear(frame, canvas);
        }
        canvas = before;
      }
    } finally {
      reader.dispose();
    }
    return frames;
  }

  private void draw(BufferedImage picture, GifBlocks.Frame frame, int[] canvas) {
    int columns = Math.min(picture.getWidth(), width() - frame.left());
    int rows = Math.min(picture.getHeight(), height() - frame.top());
    int[] row = new int[Math.max(0, columns)];
    for (int y = 0; y < rows && columns > 0; y++) {
      picture.getRGB(0, y, columns, 1, row, 0, columns);
      int at = (frame.top() + y) * width() + frame.left();
      for (int x = 0; x < columns; x++) {
        if (row[x] >>> 24 != 0) {
          canvas[at + x] = row[x] & WHITE;
        }
      }
    }
  }

  private void clear(GifBlocks.Frame frame, int[] canvas) {
    int right = Math.min(width(), frame.left() + frame.width());
    int bottom = Math.min(height(), frame.top() + frame.height());
    for (int y = frame.top(); y < bottom && frame.left() < right; y++) {
      Arrays.fill(canvas, y * width() + frame.left(), y * width() + right, WHITE);
    }
  }

  private Pixels pixels(int[] canvas) {
    byte[] rgb = new byte[3 * canvas.length];
    for (int i = 0; i < canvas.length; i++) {
      rgb[3 * i] = (byte) (canvas[i] >> 16);
      rgb[3 * i + 1] = (byte) (canvas[i] >> 8);
      rgb[3 * i + 2] = (byte) canvas[i];
    }
    return new Pixels(width(), height(), rgb);
  }
}
