package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each option of {@code training} about updates does what it says, from the command to the files.
 */
class TrainingOptionsTest {

  private static final String SGD = "training.optimizer={type: sgd, learning_rate: 0.1}";

  @TempDir Path folder;
  private Workspace work;

  @BeforeEach
  void prepare() {
    work = new Workspace(folder, folder);
  }

  private Ran train(String name, String... more) throws IOException {
    return braid(work.small(with(more, "name=" + name)).toArray(String[]::new));
  }

  private Path trained(String name, String... more) throws IOException {
    Ran ran = train(name, more);
    assertThat(ran.code()).as(ran.err()).isZero();
    return folder.resolve("runs").resolve(name).resolve("1");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /** The newest checkpoint. */
  private static Path checkpoint(Path run) throws IOException {
    try (Stream<Path> list = Files.list(run.resolve("checkpoints"))) {
      return list.filter(Files::isDirectory)
          .max(Comparator.comparingLong(path -> Long.parseLong(path.getFileName().toString())))
          .orElseThrow();
    }
  }

  private static Map<String, float[]> model(Path run) throws IOException {
    return RunFiles.values(checkpoint(run).resolve("model.safetensors"));
  }

  private static List<JsonNode> metrics(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(TrainingOptionsTest::json)
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void gradientsOfFourBatchesMakeTheUpdateOfALargeOneTheSmallerLastOneToo() throws Exception {
    // 54 samples: groups of 32 and of 8 + 8 + 6. Without a picture there is no batch norm, which
    // would see smaller batches.
    String[] same = {
      SGD, "inputs.picture=null", "training.epochs=3", "task.class_weights=balanced"
    };
    Path large = trained("large", with(same, "training.batch=32"));
    Path small = trained("small", with(same, "training.batch=8", "training.accumulate=4"));
    assertThat(checkpoint(small).getFileName()).isEqualTo(checkpoint(large).getFileName());
    Map<String, float[]> expected = model(large);
    model(small)
        .forEach(
            (name, values) ->
                assertThat(values).as(name).containsExactly(expected.get(name), within(1e-5f)));
    assertThat(metrics(small).get(0).path("train_loss").asDouble())
        .isCloseTo(metrics(large).get(0).path("train_loss").asDouble(), within(1e-5));
    Path plain = trained("plain", with(same, "training.batch=8"));
    assertThat(model(plain)).isNotEqualTo(expected);
    assertThat(metrics(plain).get(0).path("step").asInt()).isEqualTo(7);
  }

  @Test
  void theAverageOfWeightsIsKeptBesideThemAndIsWhatIsMeasured() throws Exception {
    Path run = trained("averaged", "training.ema=0.9", "training.epochs=3");
    Path checkpoint = checkpoint(run);
    Map<String, float[]> average = RunFiles.values(checkpoint.resolve("average.safetensors"));
    Map<String, float[]> own = model(run);
    assertThat(average.keySet()).isEqualTo(own.keySet());
    assertThat(average.get("head.mlp.0.weight")).isNotEqualTo(own.get("head.mlp.0.weight"));
    assertThat(Files.readString(checkpoint.resolve("manifest.json")))
        .contains("average.safetensors");
    // The weights themselves are those that training without an average has.
    Path plain = trained("plain", "training.epochs=3");
    Map<String, float[]> without = model(plain);
    own.forEach((name, values) -> assertThat(values).as(name).isEqualTo(without.get(name)));
    assertThat(metrics(run).get(2).path("validation_loss"))
        .isNotEqualTo(metrics(plain).get(2).path("validation_loss"));
    JsonNode test = json(Files.readString(run.resolve("test.json")));
    Ran ran = braid("evaluate", run.toString());
    assertThat(ran.out())
        .contains("loss                   %.4f".formatted(test.at("/measures/loss").asDouble()));
  }

  @Test
  void aDamagedAverageIsNotUsed() throws Exception {
    Path run = trained("averaged", "training.ema=0.9");
    Path best =
        run.resolve("checkpoints")
            .resolve(
                json(Files.readString(run.resolve("checkpoints/best.json"))).path("step").asText());
    Path file = best.resolve("average.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    Ran ran = braid("evaluate", run.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("average.safetensors is not what was written");
  }

  @Test
  void trainingEndsEarlyAndSaysSo() throws Exception {
    // No value is ever better by 1, so the first is the last gain.
    Ran ran =
        train("early", "training.epochs=50", "training.early_stopping={patience: 2, min_delta: 1}");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("training ends here: validation accuracy did not get better");
    List<JsonNode> lines = metrics(folder.resolve("runs/early/1"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(2).path("ended").asText()).contains("in 2 validations");
    assertThat(lines.get(1).has("ended")).isFalse();
    Ran longer =
        braid("train", "--resume", folder.resolve("runs/early/1").toString(), "training.epochs=60");
    assertThat(longer.code()).as(longer.err()).isZero();
    assertThat(longer.out())
        .contains("training ended before, and does not go on: validation accuracy did not get")
        .doesNotContain("epoch   4/");
  }

  @Test
  void aFrozenPartKeepsItsFirstValuesAndAGroupHasItsOwnRate() throws Exception {
    String frozen = "training.groups={'encoders.picture.*': {freeze: true}}";
    Map<String, float[]> one = model(trained("one", frozen, "training.epochs=1"));
    Map<String, float[]> three = model(trained("three", frozen, "training.epochs=3"));
    one.forEach(
        (name, values) -> {
          if (name.startsWith("encoders.picture.")) {
            assertThat(values).as(name).isEqualTo(three.get(name));
          } else if (name.startsWith("head.")) {
            assertThat(values).as(name).isNotEqualTo(three.get(name));
          }
        });
    Map<String, float[]> still =
        model(
            trained(
                "still",
                "training.epochs=1",
                "training.groups={'encoders.picture.*': {learning_rate: 0}}"));
    one.forEach(
        (name, values) -> {
          if (name.startsWith("encoders.picture.") && !name.contains("running_")) {
            assertThat(still.get(name)).as(name).isEqualTo(values);
          }
        });
  }

  @Test
  void theLearningRateFollowsTheSchedule() throws Exception {
    Path run =
        trained(
            "scheduled",
            SGD,
            "training.epochs=4",
            "training.schedule={type: linear, warmup_steps: 4}");
    // Two updates an epoch; the rate of the last one stands in the line.
    List<Double> rates =
        metrics(run).stream().map(line -> line.path("learning_rate").asDouble()).toList();
    assertThat(rates).hasSize(4);
    double[] expected = {0.1 * 2 / 5, 0.1 * 4 / 5, 0.1 * 3 / 4, 0.1 * 1 / 4};
    for (int i = 0; i < 4; i++) {
      assertThat(rates.get(i)).as("epoch %d", i + 1).isCloseTo(expected[i], within(1e-9));
    }
  }

  @Test
  void whatShowsOnlyWithTheDataIsSaidWithItsPlaceBeforeAnythingIsWritten() throws Exception {
    Ran ran =
        braid(
            work.spec("threads: 1}", "threads: 1,\n  groups: {encoders.pictur.*: {freeze: true}}}")
                .toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "m.yaml:9:12 training.groups.encoders.pictur.*: matches no parameter; did you mean"
                + " 'encoders.picture.*'? Known: encoders.question.*, encoders.picture.*");
    assertThat(folder.resolve("runs")).doesNotExist();
    Ran plateau = train("p", "training.schedule=plateau", "training.validation=0");
    assertThat(plateau.code()).isEqualTo(2);
    assertThat(plateau.err()).contains("'plateau' follows the validation split");
  }

  @Test
  void aKilledRunWithEverythingOnGoesOnAsIfItHadNotBeen() throws Exception {
    String[] options = {
      "training.epochs=40",
      "training.batch=8",
      "training.accumulate=3",
      "training.ema=0.95",
      "training.clip_norm=0.5",
      "training.optimizer=adamw",
      "training.schedule={type: plateau, patience: 0, gamma: 0.7, warmup_steps: 3}",
      "training.early_stopping={patience: 39}",
      "training.groups={'encoders.picture.*': {freeze_epochs: 3, learning_rate: 0.01}}",
      "training.checkpoint={every_steps: 2, keep: 3}"
    };
    Path whole = trained("whole", options);
    Path killed = folder.resolve("runs/killed/1");
    try (Child child =
        new Child(
            folder.resolve("cache"),
            work.small(with(options, "name=killed")).toArray(String[]::new))) {
      child.await("epoch   3/");
      child.kill();
    }
    assertThat(Files.readAllLines(killed.resolve("metrics.jsonl"))).hasSizeBetween(2, 39);
    Ran ran = braid("train", "--resume", killed.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).containsPattern("resuming after step [1-9]").contains("epoch  40/40 ");
    assertThat(checkpoint(killed).getFileName()).isEqualTo(checkpoint(whole).getFileName());
    for (String file :
        List.of(
            "model.safetensors", "average.safetensors", "optimizer.safetensors", "state.json")) {
      assertThat(checkpoint(killed).resolve(file))
          .as(file)
          .hasSameBinaryContentAs(checkpoint(whole).resolve(file));
    }
    assertThat(killed.resolve("metrics.jsonl"))
        .hasSameBinaryContentAs(whole.resolve("metrics.jsonl"));
  }
}
