package dev.braid.core.report;

import dev.braid.core.run.RunDirectory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A run directory as training leaves it, with text that a careless page would take for HTML. */
public final class SampleRun {

  static final String SPEC =
      """
      name: sample
      data: {type: shapes}
      inputs:
        question: {modality: text, encoder: {type: bag}}
        picture: {modality: image, encoder: {type: cnn}}
      fusion: {type: concat}
      task: {type: qa, group: kind}
      training: {epochs: 3, batch: 32, seed: 7, optimizer: {type: adam, learning_rate: 0.001}}
      """;

  private static final String TEST =
      """
      {"step": 20, "samples": {"train": 1200, "validation": 100, "test": 40},
       "measures": {"accuracy": 0.75, "loss": 0.5, "unseen_answers": 0, "accuracy.colour": 0.75},
       "validation": {"accuracy": 0.8, "loss": 0.4, "unseen_answers": 0},
       "baselines": {"majority": 0.25, "question only": 0.5},
       "details": {"samples": 40,
        "confusion_matrix": {"labels": ["red", "blue"], "rows": [[15, 5], [5, 15]]},
        "groups": [{"group": "colour", "samples": 40, "correct": 30, "accuracy": 0.75}]}}
      """;

  private SampleRun() {}

  /** Makes it below a folder. */
  public static RunDirectory in(Path folder) throws IOException {
    Path run = Files.createDirectories(folder.resolve("runs/sample/1"));
    Files.writeString(run.resolve("spec.yaml"), SPEC);
    Files.writeString(run.resolve("run.json"), "{\"base\": \"/data\"}");
    Files.writeString(run.resolve("environment.json"), "{\"java\": \"17.0.1\", \"threads\": 1}");
    Files.writeString(
        run.resolve("cost.json"), "{\"parameters\": 9, \"train_ms_per_sample\": 0.5}");
    Files.writeString(run.resolve("test.json"), TEST);
    StringBuilder metrics = new StringBuilder();
    for (int epoch = 1; epoch <= 3; epoch++) {
      metrics.append(
          String.format(
              Locale.ROOT,
              "{\"epoch\":%d,\"step\":%d,\"train_loss\":%.2f,\"validation_accuracy\":%.2f,"
                  + "\"validation_loss\":%.2f,\"learning_rate\":%.4f,\"best\":%b}%n",
              epoch,
              10 * epoch,
              1.0 / epoch,
              0.3 * epoch,
              1.1 / epoch,
              0.001 / epoch,
              epoch == 2));
    }
    Files.writeString(run.resolve("metrics.jsonl"), metrics);
    checkpoint(run.resolve("checkpoints"));
    predictions(run, picture(folder));
    return RunDirectory.open(run);
  }

  private static void checkpoint(Path folder) throws IOException {
    Path best = Files.createDirectories(folder.resolve("20"));
    Files.writeString(folder.resolve("best.json"), "{\"step\": 20}");
    Files.writeString(
        best.resolve("state.json"), "{\"step\": 20, \"epoch\": 2, \"metric\": \"accuracy\"}");
    Files.writeString(best.resolve("manifest.json"), "{\"model.safetensors\": \"abc123\"}");
    String header =
        "{\"encoders.question.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
            + "\"head.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]},"
            + "\"head.norm.running_mean\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[36,44]}}";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).array());
    out.write(header.getBytes(StandardCharsets.UTF_8));
    out.write(new byte[44]);
    Files.write(best.resolve("model.safetensors"), out.toByteArray());
  }

  private static Path picture(Path folder) throws IOException {
    BufferedImage image = new BufferedImage(600, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillOval(100, 50, 200, 200);
    graphics.dispose();
    Path file = folder.resolve("red.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** 40 samples; every fourth is wrong, the later the surer. */
  private static void predictions(Path run, Path picture) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"id\":\"test %d\",\"question\":\"<b>which</b> & %d?\",\"picture\":\"%s\","
                  + "\"target\":\"%s\",\"predictions\":[{\"label\":\"red\",\"probability\":%.3f},"
                  + "{\"label\":\"blue\",\"probability\":%.3f}]}%n",
              i,
              i,
              picture,
              i % 4 == 0 ? "blue" : "red",
              0.5 + 0.01 * i,
              0.5 - 0.01 * i));
    }
    Files.writeString(run.resolve("predictions.jsonl"), lines);
  }
}
