package dev.braid.core.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.core.data.Baselines;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapeClipsSourceTest {

  private static final int FRAMES = 12;
  private static final int SIZE = 40;

  @TempDir Path cache;

  private Splits open(int clips, long seed) throws BadDataException {
    ShapeClipsSource.Options options =
        new ShapeClipsSource.Options(
            clips, clips / 2, FRAMES, SIZE, List.of(ClipEvent.values()), seed);
    return new ShapeClipsSource().open(options, new SourceContext(cache, cache, Set.of("clip")));
  }

  private static List<MovingScene> scenes(ClipEvent event, int count) {
    Random random = new Random(5);
    List<MovingScene> scenes = new ArrayList<>();
    while (scenes.size() < count) {
      MovingScene scene = MovingScene.random(random, event, FRAMES, SIZE);
      if (scene != null) {
        scenes.add(scene);
      }
    }
    return scenes;
  }

  private static List<BufferedImage> frames(Path file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    List<BufferedImage> frames = new ArrayList<>();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        frames.add(reader.read(i));
      }
    }
    reader.dispose();
    return frames;
  }

  @Test
  void theSameSeedGivesTheSameClipsAndAnotherSeedOthers() throws BadDataException {
    Splits first = open(12, 1);
    assertThat(open(12, 1)).isEqualTo(first);
    assertThat(open(12, 2).train()).isNotEqualTo(first.train());
  }

  @Test
  void aFileHoldsExactlyTheFramesThatWereDrawn() throws Exception {
    MovingScene scene = scenes(ClipEvent.MEETS, 1).get(0);
    Path file = cache.resolve("clip.gif");
    try (var out = Files.newOutputStream(file)) {
      AnimatedGif.write(scene, out);
    }
    List<BufferedImage> frames = frames(file);
    assertThat(frames).hasSize(FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      BufferedImage drawn = scene.at(i).draw();
      for (int p = 0; p < SIZE * SIZE; p++) {
        assertThat(frames.get(i).getRGB(p % SIZE, p / SIZE))
            .isEqualTo(drawn.getRGB(p % SIZE, p / SIZE));
      }
    }
  }

  @Test
  void framesChangeUntilTheMomentAndStayAfterIt() {
    for (ClipEvent event : ClipEvent.values()) {
      for (MovingScene scene : scenes(event, 50)) {
        Scene last = scene.at(FRAMES - 1);
        assertThat(scene.at(scene.moment())).as("%s", scene).isEqualTo(last);
        assertThat(scene.at(scene.moment() - 1)).as("%s", scene).isNotEqualTo(last);
        assertThat(scene.at(0).items()).hasSize(event == ClipEvent.APPEARS ? 1 : 2);
        assertThat(last.items()).hasSize(event == ClipEvent.VANISHES ? 1 : 2);
      }
    }
  }

  @Test
  void onlyShapesThatMeetTouch() {
    for (MovingScene scene : scenes(ClipEvent.MEETS, 50)) {
      assertThat(gap(scene.end(), scene.other())).as("%s", scene).isZero();
      assertThat(gap(scene.start(), scene.other())).as("%s", scene).isPositive();
    }
    for (MovingScene scene : scenes(ClipEvent.MOVES, 50)) {
      for (int i = 0; i < FRAMES; i++) {
        List<Scene.Item> items = scene.at(i).items();
        assertThat(gap(items.get(0), items.get(1))).as("%s", scene).isGreaterThan(SIZE / 8);
      }
    }
  }

  /** The larger distance of two shapes along an axis, without their radii. */
  private static int gap(Scene.Item a, Scene.Item b) {
    return Math.max(Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y())) - a.radius() - b.radius();
  }

  @Test
  void keyFramesAreThoseNearTheMoment() {
    for (MovingScene scene : scenes(ClipEvent.VANISHES, 20)) {
      List<Integer> key = scene.keyFrames();
      assertThat(key).hasSize(FRAMES).containsOnly(0, 1);
      for (int i = 0; i < FRAMES; i++) {
        assertThat(key.get(i) == 1).isEqualTo(Math.abs(i - scene.moment()) <= 1);
      }
    }
  }

  @Test
  void eventsAreEquallyFrequentAndDescribedInSeveralWays() throws BadDataException {
    TreeMap<Object, Integer> events = new TreeMap<>();
    Set<String> wordings = new HashSet<>();
    for (Sample sample : open(120, 1).train()) {
      events.merge(String.valueOf(sample.value("event")), 1, Integer::sum);
      String description = String.valueOf(sample.value("description"));
      assertThat(description).matches("(the|only the) [a-z ,]+").doesNotContain("%");
      wordings.add(
          description.replaceAll(
              "red|green|blue|yellow|purple|black|circle|square|triangle|diamond|left|right|up|down",
              "*"));
    }
    assertThat(events.values()).containsOnly(30);
    assertThat(wordings).hasSize(12);
  }

  @Test
  void theQuestionAloneStaysNearChance() throws BadDataException {
    Splits data = open(1000, 1);
    double questionOnly =
        Baselines.byColumn(
            data.train(),
            data.test(),
            "question",
            sample -> String.valueOf(sample.value("answer")));
    // A quarter of the answers at four choices, a sixth at six colours.
    assertThat(questionOnly).isBetween(0.15, 0.29);
    assertThat(data.train()).allSatisfy(sample -> assertThat(sample.values()).hasSize(7));
  }

  @Test
  void noTestClipIsInTheTrainSplit() throws Exception {
    Splits data = open(40, 3);
    Set<String> seen = new HashSet<>();
    for (List<Sample> split : List.of(data.train(), data.test())) {
      for (Sample sample : split) {
        byte[] bytes = Files.readAllBytes((Path) sample.value("clip"));
        assertThat(seen.add(new String(bytes, StandardCharsets.ISO_8859_1)))
            .as("%s is new", sample.id())
            .isTrue();
      }
    }
  }
}
