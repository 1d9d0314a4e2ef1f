package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user types it, on the built-in data. */
class EndToEndTest {

  private static final String SPEC =
      """
      name: small
      data: {type: shapes, pictures: 600, test_pictures: 80, questions: 4, kinds: [colour], size: 32, max_shapes: 1}
      inputs:
        question: {modality: text, encoder: {type: bag, width: 32}}
        picture: {modality: image, reader: {size: 32}, encoder: {type: cnn, channels: [8, 16], width: 32}}
      fusion: concat
      task: {type: qa, hidden: [64], group: kind}
      training: {epochs: 12, batch: 32, group_by: picture, threads: 1, optimizer: {type: adam, learning_rate: 0.005}}
      """;

  @TempDir static Path folder;
  private static Path run;
  private static String trained;

  @BeforeAll
  static void trainOnce() throws Exception {
    Files.writeString(folder.resolve("small.yaml"), SPEC);
    Ran ran = train("small.yaml");
    assertThat(ran.code()).as(ran.err()).isZero();
    trained = ran.out();
    run = folder.resolve("runs/small/1");
  }

  private static Ran train(String spec, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                folder.resolve(spec).toString(),
                "--runs",
                folder.resolve("runs").toString()));
    arguments.addAll(Arrays.asList(more));
    return braid(arguments.toArray(String[]::new));
  }

  private static double accuracy() throws Exception {
    JsonNode test = new ObjectMapper().readTree(run.resolve("test.json").toFile());
    return test.at("/measures/accuracy").asDouble();
  }

  @Test
  void theModelLearnsToAnswerWhatTheQuestionAloneCannot() throws Exception {
    // Six colours, balanced for each question: chance is 1/6.
    assertThat(accuracy()).isGreaterThan(0.9);
    JsonNode test = new ObjectMapper().readTree(run.resolve("test.json").toFile());
    assertThat(test.path("baselines").path("question only").asDouble()).isBetween(0.05, 0.35);
    assertThat(trained)
        .contains("three test samples:")
        .contains("saved in " + run + "\nreport: " + run.resolve("report.html"));
  }

  @Test
  void evaluatingTheRunAgainGivesTheSameFigures() throws Exception {
    Ran ran = braid("evaluate", run.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("accuracy               %.4f".formatted(accuracy()));
    String measured =
        trained.substring(trained.indexOf("  accuracy"), trained.indexOf("baselines"));
    assertThat(ran.out()).contains(measured.strip());
  }

  @Test
  void predictingNeedsOnlyTheRunAndToleratesAMissingInput() throws Exception {
    JsonNode line =
        new ObjectMapper().readTree(Files.readAllLines(run.resolve("predictions.jsonl")).get(0));
    String label = line.at("/predictions/0/label").asText();
    Ran ran =
        braid(
            "predict",
            run.toString(),
            "--question",
            line.path("question").asText(),
            "--picture=" + line.path("picture").asText());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith(label);
    assertThat(braid("predict", run.toString(), "--question", "what colour is the circle?").code())
        .isZero();
  }

  @Test
  void theRunHasAReportAndACardWhichAreWrittenAgainFromItsFolder() throws Exception {
    String page = Files.readString(run.resolve("report.html"));
    assertThat(page)
        .contains("%.4f".formatted(accuracy()), "<h2>Accuracy by type</h2>", "<h2>Confusion</h2>")
        .contains("<img src=\"data:image/png;base64,", "channels: [8, 16]");
    assertThat(Files.readString(run.resolve("MODEL_CARD.md"))).contains("# Model card: small");
    Files.delete(run.resolve("report.html"));
    Ran ran = braid("report", run.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(run.resolve("report.html")).hasContent(page);
  }

  @Test
  void linesOfMetricsFollowTheirSchema() throws Exception {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(12);
    for (String line : lines) {
      assertThat(RunFiles.faults(line)).as(line).isEmpty();
    }
    String wrong = lines.get(0).replace("\"epoch\":1,", "\"epoch\":0,\"seconds\":1,");
    assertThat(RunFiles.faults(wrong)).hasSize(2);
  }

  @Test
  void theSameSpecGivesTheSameWeights() throws Exception {
    assertThat(train("small.yaml", "name=again", "training.epochs=1").code()).isZero();
    assertThat(train("small.yaml", "name=again", "training.epochs=1").code()).isZero();
    assertThat(weights("runs/again/1")).isEqualTo(weights("runs/again/2"));
  }

  private static byte[] weights(String name) throws Exception {
    try (Stream<Path> walk = Files.walk(folder.resolve(name))) {
      Path file = walk.filter(path -> path.endsWith("model.safetensors")).findFirst().orElseThrow();
      return Files.readAllBytes(file);
    }
  }

  @Test
  void aTypoEndsWithTwoAndWithoutAStackTrace() {
    Ran ran = train("small.yaml", "training.epoch=3");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().strip())
        .isEqualTo(
            "override 1 training.epoch: unknown option of training; did you mean 'epochs'? Known:"
                + " accumulate, balance, batch, broken, cache_mb, checkpoint, class_balance,"
                + " clip_norm, decay, disk_cache_mb, early_stopping, ema, epochs, group_by, groups,"
                + " max_steps, modality_dropout, optimizer, schedule, seed, threads, validation");
  }

  @Test
  void aColumnThatTheDataLacksIsNamed() {
    Ran ran = train("small.yaml", "task.target=anser");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "task.target: the data has no column 'anser'; did you mean 'answer'? Its columns:"
                + " answer, ");
  }

  @Test
  void aLossThatIsNoNumberStopsWithStepBatchAndGradients() throws Exception {
    Ran ran =
        train("small.yaml", "name=wild", "training.optimizer={type: sgd, learning_rate: 100}");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("the loss became NaN at step ")
        .contains("batch: shapes train picture ")
        .contains("largest gradients by name:\n  ");
  }

  @Test
  void aDamagedCheckpointIsRefused() throws Exception {
    assertThat(train("small.yaml", "name=damaged", "training.epochs=1").code()).isZero();
    try (Stream<Path> walk = Files.walk(folder.resolve("runs/damaged/1"))) {
      Path file = walk.filter(path -> path.endsWith("model.safetensors")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
    }
    Ran ran = braid("evaluate", folder.resolve("runs/damaged/1").toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("is damaged: model.safetensors is not what was written (SHA-256 differs)");
  }

  @Test
  void aPictureThatIsNoneIsRefused() throws Exception {
    Path page = Files.writeString(folder.resolve("page.png"), "<!DOCTYPE html>");
    Ran ran = braid("predict", run.toString(), "--picture", page.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("page.png is not a picture: it starts with \"<!DOCTYPE html>\"");
  }

  @Test
  void renderSaysWhereEachValueCameFrom() {
    Ran ran = braid("render", folder.resolve("small.yaml").toString(), "training.batch=16");
    assertThat(ran.out())
        .containsPattern("batch: 16 +# override 1")
        .containsPattern("beta1: 0.9 +# default")
        .containsPattern("epochs: 12 +# .*small.yaml:8:20");
  }

  @Test
  void theDoctorFindsThisMachineWell() {
    assertThat(braid("doctor").out()).contains("all well");
  }
}
