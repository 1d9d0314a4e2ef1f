package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code braid data} as a user types it. */
class DataCommandTest {

  private static final String TABLE =
      """
      data: {type: table, train: train.jsonl, test: test.jsonl}
      inputs:
        question: {modality: text, reader: {max_length: 3}, encoder: {type: bag, width: 8}}
        picture: {modality: image, reader: {size: 8}, encoder: {type: cnn, channels: [4], width: 8}}
      fusion: concat
      task: qa
      training: {validation: 0}
      """;

  @TempDir Path folder;
  private Workspace work;

  @BeforeEach
  void prepare() {
    work = new Workspace(folder, folder);
  }

  private Ran data(Path spec, String... more) {
    List<String> first =
        List.of("data", spec.toString(), "--out", folder.resolve("out").toString());
    return braid(Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static JsonNode json(Ran ran) throws IOException {
    assertThat(ran.code()).as(ran.err()).isZero();
    return new ObjectMapper().readTree(ran.out());
  }

  private Path sheet() {
    return folder.resolve("out/contact-sheet.html");
  }

  @Test
  void shapesAreShownFromCountsToSamples() throws Exception {
    Path spec = work.file("m.yaml", Workspace.SPEC);
    String augment = "inputs.picture.augment=[{type: crop, scale: [0.5, 1]}, color-jitter]";
    Ran ran = data(spec, "--samples", "8", "inputs.question.augment=[word-dropout]", augment);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("small: 52 train, 6 validation, 16 test samples")
        .contains("3 × 32 × 32")
        .contains("cut by the reader: 0")
        .contains("no warnings")
        .contains("files of 'picture' shared by splits: none")
        .contains("contact-sheet.html");
    assertThat(Files.readString(sheet()))
        .contains("<span class=\"word\">colour</span>", "<div class=\"variants\">")
        .contains("<ol class=\"variants-of-text\">", "shapes train picture", "shapes test picture");
  }

  @Test
  void picturesOnBothSidesOfTheCutLeak() throws Exception {
    Path spec = work.file("m.yaml", Workspace.SPEC);
    Ran ran = data(spec, "training.group_by=null", "--samples", "0");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("WARNINGS", "training.group_by=picture keeps the samples");
    assertThat(sheet()).doesNotExist();
    assertThat(data(spec, "training.group_by=null", "--samples", "0", "--strict").code())
        .isEqualTo(1);
    assertThat(data(spec, "--samples", "0", "--strict").code()).isZero();
  }

  private void picture(String name, int width, int height, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, colour);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  @Test
  void aDamagedPictureAMissingFileAndAnEmptyAnswerAreCounted() throws Exception {
    picture("a.png", 20, 10, 1);
    picture("b.png", 30, 40, 2);
    work.file("broken.png", "no picture");
    work.file(
        "train.jsonl",
        """
        {"question": "which colour is it", "picture": "a.png", "answer": "red"}
        {"question": "which", "picture": "broken.png", "answer": "blue"}
        {"question": "which", "picture": "nowhere.png", "answer": "blue"}
        {"question": "which", "picture": "b.png"}
        {"question": "which", "answer": "blue"}
        """);
    work.file(
        "test.jsonl",
        "{\"question\": \"where is it\", \"picture\": \"b.png\", \"answer\": \"red\"}\n");
    Ran ran = data(work.file("m.yaml", TABLE), "--json");
    JsonNode json = json(ran);
    assertThat(json.at("/samples/train").asInt()).isEqualTo(4);
    assertThat(json.at("/broken/counts/train/picture").asInt()).isEqualTo(2);
    assertThat(json.at("/broken/counts/train/target").asInt()).isEqualTo(1);
    assertThat(json.at("/broken/first").toString()).contains("broken.png", "nowhere.png");
    assertThat(json.at("/inputs/picture/missing/train").asInt()).isEqualTo(1);
    assertThat(json.at("/inputs/picture/original/1/max").asInt()).as("height").isEqualTo(40);
    assertThat(json.at("/inputs/picture/read/1/max").asInt()).as("height").isEqualTo(8);
    assertThat(json.at("/inputs/question/cut").asInt()).isEqualTo(1);
    assertThat(json.at("/inputs/question/original/0/max").asInt()).isEqualTo(4);
    assertThat(json.at("/inputs/question/vocabulary/unknown/test").asDouble()).isEqualTo(1.0 / 3);
    assertThat(Files.readString(sheet())).contains("train.jsonl:1", "test.jsonl:1");
    String lines = data(work.file("m.yaml", TABLE)).out();
    assertThat(lines).contains("train, train.jsonl:4, target:", "training.broken=skip");
    assertThat(lines.indexOf("WARNINGS")).isGreaterThan(lines.indexOf("train.jsonl:4, target"));
  }

  @Test
  void aBadSpecIsToldAsForOtherCommands() throws Exception {
    Path spec = work.file("m.yaml", Workspace.SPEC.replace("fusion: concat", "fusion: concatt"));
    Ran ran = data(spec);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("m.yaml:6:9").contains("concatt");
    Ran missing = data(work.file("m.yaml", TABLE));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("train.jsonl");
    Ran many = data(spec, "--samples", "100000");
    assertThat(many.code()).isEqualTo(2);
    assertThat(many.err()).contains("--samples: wants 0 to 1000");
  }
}
