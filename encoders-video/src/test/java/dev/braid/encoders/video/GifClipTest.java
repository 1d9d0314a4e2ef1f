package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Pixels;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GIFs of a canvas of 2x1 pixels, written byte by byte: the palette is white, red, green, blue. */
class GifClipTest {

  private static final int WHITE = 0xffffff;
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;

  /** Disposals. */
  private static final int KEEP = 1;

  private static final int CLEAR = 2;
  private static final int RESTORE = 3;

  @TempDir Path folder;

  private final ByteArrayOutputStream gif = new ByteArrayOutputStream();

  private void header(int width, int height) {
    add('G', 'I', 'F', '8', '9', 'a', width, width >> 8, height, height >> 8, 0x81, 0, 0);
    for (int colour : new int[] {WHITE, RED, GREEN, BLUE}) {
      add(colour >> 16, colour >> 8 & 0xff, colour & 0xff);
    }
  }

  /** A picture of one row with indices of the palette; index 0 is transparent where asked. */
  private void frame(int disposal, boolean transparent, int delay, int left, int... indices) {
    add(0x21, 0xf9, 4, disposal << 2 | (transparent ? 1 : 0), delay, delay >> 8, 0, 0);
    add(0x2c, left, 0, 0, 0, indices.length, 0, 1, 0, 0);
    // LZW with a clear code (4) before every pixel, so that codes stay three bits wide.
    long bits = 0;
    int length = 0;
    for (int index : indices) {
      bits |= 4L << length | (long) index << (length + 3);
      length += 6;
    }
    bits |= 5L << length;
    length += 3;
    add(2, (length + 7) / 8);
    for (int at = 0; at < length; at += 8) {
      add((int) (bits >> at & 0xff));
    }
    add(0);
  }

  private void add(int... bytes) {
    for (int value : bytes) {
      gif.write(value);
    }
  }

  private Path file() throws Exception {
    return Files.write(folder.resolve("clip.gif"), gif.toByteArray());
  }

  /** The two pixels of every frame. */
  private List<List<Integer>> frames() throws Exception {
    byte[] bytes = gif.toByteArray();
    GifClip clip = new GifClip(bytes, GifBlocks.of(bytes));
    List<List<Integer>> frames = new ArrayList<>();
    for (byte[] rgb : clip.read(new Sampling(99, null, 99), Pixels::rgb)) {
      frames.add(List.of(pixel(rgb, 0), pixel(rgb, 1)));
    }
    return frames;
  }

  private static int pixel(byte[] rgb, int number) {
    int at = 3 * number;
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  @Test
  void aFrameChangesItsPartOfTheCanvas() throws Exception {
    header(2, 1);
    frame(KEEP, false, 10, 0, 1, 2);
    frame(KEEP, false, 10, 1, 3);
    add(0x3b);
    assertThat(frames()).containsExactly(List.of(RED, GREEN), List.of(RED, BLUE));
  }

  @Test
  void transparentPixelsLeaveWhatIsThere() throws Exception {
    header(2, 1);
    frame(KEEP, true, 10, 0, 1, 0);
    frame(KEEP, true, 10, 0, 0, 3);
    add(0x3b);
    assertThat(frames()).containsExactly(List.of(RED, WHITE), List.of(RED, BLUE));
  }

  @Test
  void whatIsDisposedToTheBackgroundIsGone() throws Exception {
    header(2, 1);
    frame(KEEP, false, 10, 0, 1, 2);
    frame(CLEAR, false, 10, 1, 3);
    frame(KEEP, false, 10, 0, 3);
    add(0x3b);
    assertThat(frames())
        .containsExactly(List.of(RED, GREEN), List.of(RED, BLUE), List.of(BLUE, WHITE));
  }

  @Test
  void whatIsDisposedToThePreviousFrameComesBack() throws Exception {
    header(2, 1);
    frame(KEEP, false, 10, 0, 1, 2);
    frame(RESTORE, false, 10, 0, 3, 3);
    frame(KEEP, false, 10, 1, 3);
    add(0x3b);
    assertThat(frames())
        .containsExactly(List.of(RED, GREEN), List.of(BLUE, BLUE), List.of(RED, BLUE));
  }

  @Test
  void aFrameThatReachesOutOfTheCanvasIsCutOff() throws Exception {
    header(2, 1);
    frame(KEEP, false, 10, 1, 1, 2, 3);
    frame(CLEAR, false, 10, 5, 1, 2);
    add(0x3b);
    assertThat(frames()).containsExactly(List.of(WHITE, RED), List.of(WHITE, RED));
  }

  @Test
  void timesAreThoseOfTheFile() throws Exception {
    header(2, 1);
    for (int delay : new int[] {20, 300, 0, 5}) {
      frame(KEEP, false, delay, 0, 1, 2);
    }
    add(0x3b);
    assertThat(GifBlocks.of(gif.toByteArray()).seconds()).containsExactly(0, 0.2, 3.2, 3.3);
  }

  @Test
  void everyTruncationIsAnErrorThatNamesTheFile() throws Exception {
    header(2, 1);
    frame(KEEP, false, 10, 0, 1, 2);
    frame(KEEP, false, 10, 0, 2, 1);
    add(0x3b);
    byte[] whole = gif.toByteArray();
    for (int length = 4; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut.gif"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Clips.reader(8).read(file))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("cut.gif")
          .hasMessageContaining("before the clip does")
          .hasMessageContaining("leave the value out");
    }
  }

  @Test
  void aCanvasOverTheLimitIsRefusedBeforeItIsMade() throws Exception {
    header(50_000, 50_000);
    frame(KEEP, false, 10, 0, 1, 2);
    add(0x3b);
    Path file = file();
    assertThatThrownBy(() -> Clips.reader(8).read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("clip.gif claims frames of 50000x50000 pixels")
        .hasMessageContaining("max_pixels");
  }
}
