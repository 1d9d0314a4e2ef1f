package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spec says of its data changes what is learned, and only that. */
class DataSettingsTest {

  private static final String AUGMENT =
      "[{type: crop, scale: [0.5, 1]}, flip, color-jitter, {type: affine, rotate: 20}, erase]";

  @TempDir Path folder;
  private Workspace work;

  @BeforeEach
  void prepare() {
    work = new Workspace(folder, folder);
  }

  private static Ran run(List<String> arguments) {
    return braid(arguments.toArray(String[]::new));
  }

  private byte[] weights(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(work.small(more));
    Ran ran = run(arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    try (var runs = Files.list(folder.resolve("runs/small"))) {
      int newest =
          runs.mapToInt(path -> Integer.parseInt(path.getFileName().toString())).max().orElse(0);
      return Files.readAllBytes(Workspace.weights(folder.resolve("runs/small/" + newest)));
    }
  }

  @Test
  void whereFeaturesAreKeptDoesNotChangeWhatIsLearnedFromAugmentedInputs() throws IOException {
    String[] memory = {
      "inputs.picture.augment=" + AUGMENT, "inputs.question.augment=[word-dropout, word-swap]"
    };
    byte[] expected = weights(memory);
    for (String cache : List.of("none", "disk", "disk")) {
      assertThat(weights(memory[0], memory[1], "inputs.picture.cache=" + cache))
          .as("weights with cache: %s", cache)
          .isEqualTo(expected);
    }
    assertThat(weights()).as("weights without augmentation").isNotEqualTo(expected);
  }

  private JsonNode test() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("runs/m/1/test.json").toFile());
  }

  /** Twenty rows with pictures of their own; some cannot be used. */
  private void write(String table) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String picture = table + i + ".png";
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      image.setRGB(3, 3, i * 1000);
      ImageIO.write(image, "png", folder.resolve(picture).toFile());
      rows.append(
          "{\"question\": \"what is it\", \"picture\": \"%s\"%s}%n"
              .formatted(picture, i == 7 ? "" : ", \"answer\": \"" + (i % 2 == 0) + "\""));
    }
    work.file(table + ".jsonl", rows.toString());
    work.file(table + "4.png", "not a picture");
    Files.delete(folder.resolve(table + "5.png"));
  }

  @Test
  void brokenSamplesAreLeftOutOfEverySplitAndReported() throws IOException {
    write("train");
    write("test");
    String spec =
        """
        data: {type: table, train: train.jsonl, test: test.jsonl}
        inputs:
          question: {modality: text, encoder: {type: bag, width: 8}}
          picture: {modality: image, reader: {size: 8}, encoder: {type: cnn, channels: [4], width: 8}}
        fusion: concat
        task: qa
        training: {epochs: 2, batch: 4, validation: 0, threads: 1, class_balance: sampler}
        """;
    Path file = work.file("m.yaml", spec);
    Ran failing = run(work.train(file));
    assertThat(failing.code()).isEqualTo(2);
    Ran ran = run(work.train(file, "training.broken=skip", "training.class_balance=none"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out() + ran.err())
        .contains("skipped 3 of 20 train samples (picture 2, target 1)")
        .contains("skipped 3 of 20 test samples (picture 2, target 1)");
    assertThat(Files.readAllLines(folder.resolve("runs/m/1/broken.jsonl")))
        .hasSize(6)
        .anyMatch(line -> line.contains("train5.png"))
        .anyMatch(line -> line.contains("\"input\":\"target\""));
    assertThat(test().at("/skipped/test/picture").asInt()).isEqualTo(2);
    assertThat(test().at("/details/evaluated").asInt()).isEqualTo(17);
    assertThat(test().at("/details/skipped").asInt()).isEqualTo(2);
    Ran again = run(work.evaluate(folder.resolve("runs/m/1")));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("skipped 1 of 20 test samples (target 1)")
        .contains("2 of them cannot be read; measured on 17");
  }

  /** The probe of gradient blending is the whole train split, and so holds broken samples too. */
  @Test
  void headsAreMeasuredWithoutBrokenSamples() throws IOException {
    write("train");
    write("validation");
    Path file =
        work.file(
            "m.yaml",
            """
            data: {type: table, train: train.jsonl, validation: validation.jsonl}
            inputs:
              question: {modality: text, encoder: {type: bag, width: 8}}
              picture: {modality: image, reader: {size: 8}, encoder: {type: cnn, channels: [4], width: 8}}
            fusion: concat
            task: qa
            training:
              {epochs: 2, batch: 4, threads: 1, broken: skip, balance: {gradient_blending: {every: 1}},
               checkpoint: {every_steps: 1}}
            """);
    Ran ran = run(work.train(file));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("skipped 3 of 20 validation samples (picture 2, target 1)");
    assertThat(Files.readAllLines(folder.resolve("runs/m/1/metrics.jsonl")))
        .hasSize(2)
        .allMatch(line -> line.contains("\"auxiliary.picture.loss\""));
  }

  /**
   * One text in twenty is rare; a word tells only which class is likelier, so that without balance
   * it is best to answer common almost always.
   */
  private void writeImbalanced(String name, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      boolean rare = i % 20 == 0;
      StringBuilder words = new StringBuilder();
      for (int w = 0; w < 6; w++) {
        words.append(random.nextDouble() < (rare ? 0.65 : 0.35) ? "up " : "down ");
      }
      text.append(
          "{\"text\": \"%s\", \"answer\": \"%s\"}%n"
              .formatted(words.toString().strip(), rare ? "rare" : "common"));
    }
    work.file(name, text.toString());
  }

  /** The mean of the recalls of both classes on held-out texts, each counted alike. */
  private double balancedAccuracy(Path spec, String balance) throws IOException {
    Ran ran = run(work.train(spec, "training.class_balance=" + balance, "name=" + balance));
    assertThat(ran.code()).as(ran.err()).isZero();
    return new ObjectMapper()
        .readTree(folder.resolve("runs/" + balance + "/1/test.json").toFile())
        .at("/measures/recall_macro")
        .asDouble();
  }

  @Test
  void balancingRaisesTheBalancedAccuracyOfAnImbalancedTable() throws IOException {
    writeImbalanced("train.jsonl", 1000, 1);
    writeImbalanced("test.jsonl", 2000, 2);
    Path spec =
        work.file(
            "m.yaml",
            """
            data: {type: table, train: train.jsonl, test: test.jsonl}
            inputs:
              text: {modality: text, encoder: {type: bag, width: 8}}
            fusion: concat
            task: {type: qa, hidden: []}
            training:
              epochs: 20
              batch: 50
              validation: 0
              threads: 1
              optimizer: {type: adam, learning_rate: 0.02}
            """);
    // Chance is 0.5: one recall 1, the other 0. The best that the words allow is about 0.74.
    double none = balancedAccuracy(spec, "none");
    assertThat(none).as("without balance").isBetween(0.45, 0.6);
    assertThat(balancedAccuracy(spec, "weights")).as("weights").isGreaterThan(none + 0.1);
    assertThat(balancedAccuracy(spec, "sampler")).as("sampler").isGreaterThan(none + 0.1);
  }
}
