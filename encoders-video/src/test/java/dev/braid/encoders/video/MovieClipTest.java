package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovieClipTest {

  private static final Path SHARED = Path.of("../../shared/data/video");

  @TempDir Path folder;

  private static void assertLevels(List<Integer> levels, int... frames) {
    assertThat(levels).hasSize(frames.length);
    for (int i = 0; i < frames.length; i++) {
      assertThat((double) levels.get(i))
          .as("frame %d", i)
          .isCloseTo(Clips.level(frames[i]), within(4.0));
    }
  }

  /** MPEG-4 with frames that are stored in another order than they are shown in. */
  @ParameterizedTest
  @CsvSource({
    "a.mp4, -c:v mpeg4 -q:v 2 -bf 2",
    "a.webm, -c:v libvpx -b:v 1M",
    "a.mkv, -c:v ffv1",
    "a.avi, -c:v mjpeg -q:v 2",
    "a.mov, -c:v libopenh264 -b:v 1M",
    "a.ts, -c:v mpeg4 -q:v 2"
  })
  void theFramesThatWereChosenAreRead(String name, String options) throws Exception {
    Path movie = Clips.movie(folder.resolve(name), 20, options.split(" ", -1));
    assertLevels(Clips.levels(Clips.reader(4), movie), 2, 7, 12, 17);
    Reader rate = new ClipReader().create(Clips.options(8, 2.5));
    assertLevels(Clips.levels(rate, movie), 0, 4, 8, 12, 16);
    assertThat(rate.original(movie, rate.read(movie)))
        .containsExactly(5, 3, Clips.SIZE, Clips.SIZE);
  }

  @Test
  void namesMayHaveAnyCharacters() throws Exception {
    Path movie = Clips.movie(folder.resolve("plain.mp4"), 8, "-c:v", "mpeg4");
    Path odd = Files.move(movie, folder.resolve("-a b:c%03d'ü.mp4"));
    assertThat(Clips.levels(Clips.reader(8), odd)).hasSize(8);
  }

  @Test
  void aMovieThatIsTurnedStandsUpright() throws Exception {
    Path movie =
        Clips.movie(
            folder.resolve("a.mp4"),
            4,
            "-vf",
            "scale=32:16",
            "-c:v",
            "mpeg4",
            "-metadata:s:v:0",
            "rotate=90");
    assertThat(Clips.levels(Clips.reader(4), movie)).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "bikes.mp4, 250, 640, 272",
    "bigbuckbunny.mp4, 132, 1280, 720",
    "carphone_pristine.mp4, 120, 176, 144",
    "chaplin.mp4, 241, 640, 360",
    "scene_cuts.mp4, 250, 1280, 272"
  })
  void realMoviesAreRead(String name, int frames, int width, int height) throws Exception {
    assumeTrue(Files.isDirectory(SHARED), "the shared clips are not beside this checkout");
    Path movie = SHARED.resolve(name);
    Limits limits = new Limits(16, 1_000_000, 60, 30);
    MovieClip clip = MovieClip.open(movie, limits);
    assertThat(clip.seconds()).hasSize(frames).isSorted();
    assertThat(new int[] {clip.width(), clip.height()}).containsExactly(width, height);
    Feature.Bytes bytes = (Feature.Bytes) Clips.reader(8).read(movie);
    assertThat(bytes.shape()).containsExactly(8, 3, 8, 8);
    // A decoder that fails quietly yields one flat colour.
    assertThat(distinct(bytes.values())).isGreaterThan(60);
  }

  private static long distinct(byte[] values) {
    boolean[] seen = new boolean[256];
    for (byte value : values) {
      seen[value & 0xff] = true;
    }
    long count = 0;
    for (boolean each : seen) {
      count += each ? 1 : 0;
    }
    return count;
  }
}
