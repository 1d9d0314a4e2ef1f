package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that sees clips, from a spec to its predictions. */
class ClipsTest {

  private static final String SPEC =
      """
      name: clips
      data: {type: shape-clips, clips: 400, test_clips: 100, frames: 8, size: 32}
      inputs:
        clip:
          modality: video
          reader: {size: 16, frames: 8}
          encoder: {type: frames, picture: {type: cnn, channels: [8, 16], width: 32}, width: 32, dropout: 0}
      fusion: concat
      task: {type: qa, target: event, hidden: []}
      training: {epochs: 15, batch: 32, threads: 1, validation: 0, optimizer: {type: adam, learning_rate: 0.003}}
      """;

  @TempDir Path folder;

  private Path spec() throws Exception {
    return Files.writeString(folder.resolve("clips.yaml"), SPEC);
  }

  @Test
  void whatHappensInAClipIsLearned() throws Exception {
    Ran ran = braid("train", spec().toString(), "--runs", folder.resolve("runs").toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    Path run = folder.resolve("runs/clips/1");
    JsonNode test = new ObjectMapper().readTree(run.resolve("test.json").toFile());
    // Four events, as frequent as each other: chance is 1/4.
    assertThat(test.at("/measures/accuracy").asDouble()).isGreaterThan(0.6);

    Path frames = Files.createDirectories(folder.resolve("frames"));
    for (int i = 0; i < 3; i++) {
      var image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(image, "png", frames.resolve(i + ".png").toFile());
    }
    Ran answer = braid("predict", run.toString(), "--clip", frames.toString());
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).containsPattern("moves|meets|vanishes|appears");
  }

  @Test
  void theCostOfAClipIsKnown() throws Exception {
    Ran ran = braid("render", "--cost", spec().toString(), "data.clips=8", "data.test_clips=2");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("clip").doesNotContain("unknown");
  }

  @Test
  void aSpecIsCompleteWithTheInnerEncoder() throws Exception {
    Ran ran = braid("render", spec().toString(), "inputs.clip.encoder.picture=resnet");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).containsPattern("picture:.*\n +type: resnet .*\n +depth: 18");
  }
}
