package dev.braid.core.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.core.data.Baselines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesSourceTest {

  @TempDir Path cache;

  private Splits open(int pictures, long seed) throws BadDataException {
    ShapesSource.Options options =
        new ShapesSource.Options(
            pictures,
            pictures / 4,
            6,
            List.of(QuestionKind.values()),
            64,
            1,
            4,
            seed,
            SampleKind.QUESTIONS,
            1);
    return new ShapesSource().open(options, new SourceContext(cache, cache, Set.of("picture")));
  }

  @Test
  void theSameSeedGivesTheSameQuestionsAndAnotherSeedOthers() throws BadDataException {
    Splits first = open(40, 1);
    assertThat(open(40, 1)).isEqualTo(first);
    assertThat(open(40, 2).train()).isNotEqualTo(first.train());
  }

  @Test
  void theQuestionAloneStaysNearChance() throws BadDataException {
    Splits data = open(1200, 1);
    double chance =
        data.test().stream().mapToDouble(ShapesSourceTest::chance).average().orElseThrow();
    double questionOnly =
        Baselines.byColumn(
            data.train(),
            data.test(),
            "question",
            sample -> String.valueOf(sample.value("answer")));
    assertThat(chance).isBetween(0.3, 0.5);
    assertThat(questionOnly).isBetween(chance - 0.06, chance + 0.06);
  }

  private static double chance(Sample sample) {
    return switch (String.valueOf(sample.value("kind"))) {
      case "shape" -> 1 / 4.0;
      case "colour" -> 1 / 6.0;
      case "count" ->
          String.valueOf(sample.value("question")).contains("many shapes") ? 1 / 4.0 : 1 / 3.0;
      default -> 1 / 2.0;
    };
  }

  @Test
  void noTestPictureWasSeenInTraining() throws Exception {
    Splits data = open(200, 1);
    Set<String> train = new HashSet<>();
    for (Sample sample : data.train()) {
      train.add(pixels(sample));
    }
    for (Sample sample : data.test()) {
      assertThat(train).doesNotContain(pixels(sample));
    }
  }

  private static String pixels(Sample sample) throws Exception {
    var image = ImageIO.read(((Path) sample.value("picture")).toFile());
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return java.util.Arrays.toString(rgb);
  }

  @Test
  void aHalfWrittenFolderIsNotTakenForTheWhole() throws Exception {
    Splits data = open(40, 1);
    Path picture = (Path) data.train().get(0).value("picture");
    assertThat(picture).isRegularFile();
    try (var list = Files.list(cache)) {
      assertThat(list.map(path -> path.getFileName().toString()))
          .noneMatch(n -> n.contains(".part"));
    }
  }

  @Test
  void whoeverMakesThePicturesSecondUsesThoseOfTheFirst() throws Exception {
    CyclicBarrier start = new CyclicBarrier(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Splits> one =
          () -> {
            start.await();
            return open(300, 1);
          };
      List<Splits> all = new ArrayList<>();
      for (Future<Splits> future : threads.invokeAll(List.of(one, one, one, one))) {
        all.add(future.get());
      }
      assertThat(new HashSet<>(all)).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
    try (var list = Files.list(cache)) {
      assertThat(list).hasSize(1);
    }
  }

  @Test
  void morePicturesThanThereAreIsSaidAndNotSearchedForEver() {
    ShapesSource.Options options =
        new ShapesSource.Options(
            1_000_000, 0, 1, List.of(QuestionKind.COLOUR), 32, 1, 1, 1, SampleKind.QUESTIONS, 1);
    assertThatThrownBy(
            () -> new ShapesSource().open(options, new SourceContext(cache, cache, Set.of())))
        .isInstanceOf(BadDataException.class)
        .hasMessageMatching(
            "data: size 32 with 1 to 1 shapes gives hardly more than [0-9,]+ different pictures, but"
                + " pictures and test_pictures want 1,000,000; raise size or max_shapes");
  }

  private Splits captions(int pictures, int each, int shapes) throws BadDataException {
    ShapesSource.Options options =
        new ShapesSource.Options(
            pictures,
            pictures / 4,
            6,
            List.of(QuestionKind.COLOUR),
            32,
            1,
            shapes,
            1,
            SampleKind.CAPTIONS,
            each);
    return new ShapesSource().open(options, new SourceContext(cache, cache, Set.of("picture")));
  }

  @Test
  void everyPictureHasDifferentCaptionsWhichFollowFromTheSeed() throws BadDataException {
    Splits data = captions(40, 6, 4);
    assertThat(data.columns()).containsExactlyInAnyOrder("picture", "caption", "scene");
    assertThat(data.train()).hasSize(240);
    assertThat(data.test()).hasSize(60);
    Map<Object, Set<Object>> wordings = new HashMap<>();
    Map<Object, Set<Object>> scenes = new HashMap<>();
    for (Sample sample : data.train()) {
      Object picture = sample.values().get("picture");
      wordings.computeIfAbsent(picture, p -> new HashSet<>()).add(sample.values().get("caption"));
      scenes.computeIfAbsent(picture, p -> new HashSet<>()).add(sample.values().get("scene"));
    }
    assertThat(wordings).hasSize(40);
    assertThat(wordings.values()).allMatch(texts -> texts.size() == 6);
    assertThat(scenes.values()).allMatch(keys -> keys.size() == 1);
    assertThat(captions(40, 6, 4)).isEqualTo(data);
  }

  @Test
  void aCaptionFitsThePicturesOfOneSceneAndNoOther() throws BadDataException {
    Splits data = captions(800, 6, 3);
    Map<Object, Set<Object>> scenes = new HashMap<>();
    Map<Object, Set<Object>> pictures = new HashMap<>();
    for (Sample sample : data.train()) {
      Object scene = sample.values().get("scene");
      scenes.computeIfAbsent(sample.values().get("caption"), c -> new HashSet<>()).add(scene);
      pictures.computeIfAbsent(scene, s -> new HashSet<>()).add(sample.values().get("picture"));
    }
    assertThat(scenes.values()).allMatch(keys -> keys.size() == 1);
    assertThat(pictures.values()).anyMatch(same -> same.size() > 1);
  }

  @Test
  void captionsNameEveryShapeAndHowTwoOfThemLie() {
    Scene.Item circle = new Scene.Item(Scene.Form.CIRCLE, Scene.Colour.RED, 20, 8, 5);
    Scene.Item square = new Scene.Item(Scene.Form.SQUARE, Scene.Colour.BLUE, 8, 10, 4);
    Scene.Item other = new Scene.Item(Scene.Form.CIRCLE, Scene.Colour.RED, 9, 25, 5);
    assertCaptions(List.of(circle), "red circle", "a red circle", "a circle that is red");
    assertCaptions(
        List.of(circle, square),
        "blue square left of red circle",
        "a blue square left of a red circle",
        "a red circle right of a blue square");
    assertCaptions(
        List.of(other, square),
        "blue square above red circle",
        "a blue square above a red circle",
        "a red circle below a blue square");
    assertCaptions(
        List.of(circle, square, other),
        "blue square, red circle, red circle",
        "a blue square and two red circles",
        "two red circles and a blue square");
  }

  private static void assertCaptions(List<Scene.Item> items, String key, String... plain) {
    Scene scene = new Scene(32, items);
    assertThat(Caption.key(scene)).isEqualTo(key);
    List<String> all = Caption.about(scene, 12, new Random(1));
    assertThat(all).hasSize(12).doesNotHaveDuplicates().contains(plain);
    assertThat(all).allMatch(text -> text.contains(plain[0]) || text.contains(plain[1]));
    List<String> numbers = List.of("one shape: ", "two shapes: ", "three shapes: ");
    assertThat(all).contains(numbers.get(items.size() - 1) + plain[0]);
  }

  @Test
  void threeOfAKindHaveAsManyCaptionsAsCanBeAskedFor() {
    Scene.Item item = new Scene.Item(Scene.Form.CIRCLE, Scene.Colour.RED, 20, 8, 5);
    Scene scene = new Scene(32, List.of(item, item, item));
    assertThat(Caption.about(scene, Caption.MOST, new Random(1)))
        .hasSize(Caption.MOST)
        .doesNotHaveDuplicates()
        .contains("three red circles");
  }

  @Test
  void theQuestionsOfASeedAreFixed() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Sample sample : open(40, 1).train()) {
      Map<String, Object> values = new LinkedHashMap<>(sample.values());
      values.computeIfPresent("picture", (name, path) -> cache.relativize((Path) path).toString());
      digest.update((sample.id() + values).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).startsWith("5b1db0e230b59171");
  }

  @Test
  void thePixelsOfASceneAreFixed() {
    Scene scene =
        new Scene(
            32,
            List.of(
                new Scene.Item(Scene.Form.CIRCLE, Scene.Colour.RED, 8, 8, 5),
                new Scene.Item(Scene.Form.TRIANGLE, Scene.Colour.BLUE, 22, 20, 6)));
    var image = scene.draw();
    assertThat(image.getRGB(8, 8) & 0xffffff).isEqualTo(0xD62728);
    assertThat(image.getRGB(8, 14) & 0xffffff).isEqualTo(0xF4F1EA);
    assertThat(image.getRGB(22, 14) & 0xffffff).isEqualTo(0x1F4FD8);
    assertThat(image.getRGB(17, 15) & 0xffffff).isEqualTo(0xF4F1EA);
    assertThat(scene.caption()).isEqualTo("a red circle, a blue triangle");
  }
}
