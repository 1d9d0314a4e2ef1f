package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Resize;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is said with the file's name and the remedy, and nothing hangs. */
class BrokenClipTest {

  private static final String REMEDY = "leave the value out (a missing input is allowed)";

  @TempDir Path folder;

  private static void assertRefused(Path clip, String... words) {
    assertRefused(Clips.options(8, null), clip, words);
  }

  private static void assertRefused(ClipReader.Options options, Path clip, String... words) {
    assertThatThrownBy(() -> new ClipReader().create(options).read(clip))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(clip.toString())
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private Path movie(int frames) throws Exception {
    return Clips.movie(
        folder.resolve("whole.mp4"), frames, "-c:v", "mpeg4", "-movflags", "+faststart");
  }

  @Test
  void isNotThere() {
    assertRefused(folder.resolve("none.mp4"), "there is no clip", "correct the path", REMEDY);
  }

  @Test
  void isEmpty() throws Exception {
    assertRefused(Files.createFile(folder.resolve("empty.mp4")), "empty (0 bytes)", REMEDY);
  }

  @Test
  void isAFolderWithoutFrames() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "nothing");
    assertRefused(folder, "holds no frames", REMEDY);
  }

  @Test
  void isSomethingElse() throws Exception {
    Path text = Files.writeString(folder.resolve("a.mp4"), "<html>not found</html>");
    assertRefused(text, "cannot be read as a clip", REMEDY);
  }

  @Test
  void isAPlaylistThatNamesOtherFiles() throws Exception {
    Path secret = Clips.movie(folder.resolve("secret.ts"), 8, "-c:v", "mpeg2video");
    Path list =
        Files.writeString(
            folder.resolve("list.m3u8"),
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n#EXT-X-ENDLIST\n".formatted(secret));
    assertRefused(list, "cannot be read as a clip", REMEDY);
    Path concat =
        Files.writeString(folder.resolve("list.txt"), "ffconcat version 1.0\nfile secret.ts\n");
    assertRefused(concat, "cannot be read as a clip", REMEDY);
  }

  @Test
  void endsEarly() throws Exception {
    byte[] whole = Files.readAllBytes(movie(40));
    for (int length : new int[] {4, 100, whole.length / 2, whole.length * 9 / 10}) {
      Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, length));
      assertRefused(cut, "cannot be read as a clip", REMEDY);
    }
  }

  @Test
  void isDamagedInTheMiddle() throws Exception {
    byte[] bytes = Files.readAllBytes(movie(40));
    int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    Arrays.fill(bytes, data + 300, bytes.length, (byte) 0xa5);
    assertRefused(
        Files.write(folder.resolve("damaged.mp4"), bytes), "cannot be read as a clip", REMEDY);
  }

  @Test
  void hasADamagedFrame() throws Exception {
    Path clip = Clips.folder(folder.resolve("clip"), 3);
    Path frame = clip.resolve("1.png");
    byte[] bytes = Files.readAllBytes(frame);
    Files.write(frame, Arrays.copyOf(bytes, bytes.length - 20));
    assertRefused(clip, "1.png ends before the picture does", REMEDY);
    Files.write(frame, new byte[0]);
    assertRefused(clip, "1.png is empty", REMEDY);
  }

  @Test
  void isOverTheLimits() throws Exception {
    Path movie = movie(30);
    assertRefused(limited(2, 16, 1_000_000), movie, "lasts 2.9 s", "limit of 2 s", "max_seconds");
    assertRefused(limited(60, 16, 1000), movie, "32x32 pixels", "limit of 1,000", "max_pixels");
    Path frames = Clips.folder(folder.resolve("frames"), 30);
    assertRefused(limited(2, 16, 1_000_000), frames, "lasts 2.9 s", "max_seconds");
    assertRefused(limited(60, 16, 1000), frames, "32x32 pixels", "max_pixels");
    Path large = folder.resolve("large.mp4");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(17L << 20);
    }
    assertRefused(limited(60, 16, 1_000_000), large, "17.0 MiB", "limit of 16 MiB", "max_mb");
  }

  private static ClipReader.Options limited(double seconds, int megabytes, int pixels) {
    return new ClipReader.Options(
        8, null, 64, 8, Resize.SQUASH, Normalise.UNIT, 10, seconds, megabytes, pixels, 30);
  }
}
