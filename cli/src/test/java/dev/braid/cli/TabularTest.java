package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of labels and a table of features per modality are all that an experiment needs. */
class TabularTest {

  private static final String INPUTS =
      """
      name: tabular
      data: {type: table, train: train.csv, test: test.csv, key: clip, join: {audio: audio.csv, video: video.csv}}
      inputs:
        audio: {modality: vector, encoder: {type: vector, width: 16, hidden: [32]}}
        video: {modality: vector, reader: {presence: true}, encoder: {type: vector, width: 16, hidden: [32], tokens: each}}
        age: {modality: vector, column: [age, income], encoder: {type: vector, width: 16, hidden: []}}
      training: {epochs: 25, batch: 32, threads: 1, optimizer: {type: adam, learning_rate: 0.01}}
      """;

  @TempDir static Path folder;

  /** Whether the sign of audio's first number agrees with that of video's second. */
  @BeforeAll
  static void tables() throws IOException {
    Random random = new Random(1);
    StringBuilder audio = new StringBuilder("clip,pitch,loud,noise\n");
    StringBuilder video = new StringBuilder("clip,x,y\n");
    for (String split : new String[] {"train", "test"}) {
      StringBuilder rows = new StringBuilder("clip,mood,tags,score,stars,age,income\n");
      for (int i = 0; i < (split.equals("train") ? 400 : 120); i++) {
        double a = 20 + 5 * random.nextGaussian();
        double b = 3 * random.nextGaussian();
        boolean agree = a > 20 == b > 0;
        String clip = split + i;
        rows.append(
            "%s,%s,%s,%.3f,%d,%s,%d%n"
                .formatted(
                    clip,
                    agree ? "calm" : "tense",
                    (a > 20 ? "high" : "low") + (b > 0 ? "|right" : ""),
                    100 + 2 * a + b,
                    a < 17 ? 1 : a < 23 ? 2 : 3,
                    i % 5 == 0 ? "" : String.valueOf(i % 60),
                    random.nextInt(9000)));
        if (i % 40 != 7) {
          audio.append("%s,%.3f,%s,1%n".formatted(clip, a, i % 3 == 0 ? "" : "0.5"));
        }
        video.append("%s,%s,%.3f%n".formatted(clip, i % 4 == 0 ? "" : "2", b));
      }
      Files.writeString(folder.resolve(split + ".csv"), rows);
    }
    Files.writeString(folder.resolve("audio.csv"), audio);
    Files.writeString(folder.resolve("video.csv"), video);
  }

  private static Path train(String name, String task, String fusion) throws IOException {
    Path spec = folder.resolve(name + ".yaml");
    Files.writeString(spec, INPUTS + "task: " + task + "\nfusion: " + fusion + "\n");
    Ran ran = braid("train", spec.toString(), "--runs", folder.resolve(name).toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    return folder.resolve(name).resolve("tabular/1");
  }

  private static JsonNode measures(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("test.json").toFile()).path("measures");
  }

  @Test
  void twoTablesOfFeaturesTellWhatNeitherTellsAlone() throws IOException {
    Path run = train("mood", "{type: classification, target: mood}", "concat");
    // Two moods, about equally often; audio or video alone say nothing.
    assertThat(measures(run).path("accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(measures(run).path("roc_auc").asDouble()).isGreaterThan(0.85);
    Ran again = braid("evaluate", run.toString());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains(
            "accuracy               %.4f".formatted(measures(run).path("accuracy").asDouble()));
    Ran one = braid("predict", run.toString(), "--audio", "25,0.5,1", "--video", "2 4");
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).startsWith("calm");
    Path lines = folder.resolve("new.jsonl");
    Files.writeString(
        lines,
        "{\"audio\": [25, null, 1], \"video\": {\"y\": -4, \"x\": null}, \"age\": [3, 9]}\n");
    Ran many = braid("predict", run.toString(), "--jsonl", lines.toString());
    assertThat(many.code()).as(many.err()).isZero();
    assertThat(many.out()).contains("\"video\":{\"y\":-4,\"x\":null}", "[{\"label\":\"tense\"");
  }

  @Test
  void severalLabelsNumbersAndGradesAreLearnedFromTheSameTables() throws IOException {
    Path tags =
        train(
            "tags",
            "{type: classification, target: tags, multi_label: true, separator: '|'}",
            "{type: merged-attention, width: 16, heads: 2, layers: 1}");
    assertThat(measures(tags).path("subset_accuracy").asDouble()).isGreaterThan(0.7);
    Path score = train("score", "{type: regression, targets: [score]}", "concat");
    assertThat(measures(score).path("r2").asDouble()).isGreaterThan(0.8);
    assertThat(Files.readString(score.resolve("predictions.jsonl")))
        .doesNotContain("\"target\"")
        .contains("\"truth\":\"1");
    Path stars = train("stars", "{type: regression, targets: [stars], ordinal: true}", "concat");
    assertThat(measures(stars).path("quadratic_weighted_kappa").asDouble()).isGreaterThan(0.7);
  }

  @Test
  void aTextWhereANumberIsDueNamesSampleInputAndColumn() throws IOException {
    Path audio = folder.resolve("audio.csv");
    String whole = Files.readString(audio);
    try {
      Files.writeString(audio, whole.replaceFirst("train3,[-0-9.]+", "train3,loud"));
      Path spec = folder.resolve("bad.yaml");
      Files.writeString(
          spec, INPUTS + "task: {type: classification, target: mood}\nfusion: concat\n");
      Ran ran = braid("train", spec.toString(), "--runs", folder.resolve("bad").toString());
      assertThat(ran.code()).isNotZero();
      assertThat(ran.err())
          .contains("train.csv:5, input 'audio': 'loud' in column 'pitch' is not a finite number");
    } finally {
      Files.writeString(audio, whole);
    }
  }
}
