package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed at any instant and resumed ends with the bytes of one that never was. The
 * processes are real, and so is the signal; with a checkpoint every other step they are hit in
 * every part of one.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // only against waiting for ever
class KilledRunsTest {

  private static final int KILLS = 30;

  private static final String SPEC =
      """
      name: small
      data: {type: shapes, pictures: 80, test_pictures: 20, questions: 4, kinds: [colour], size: 32, max_shapes: 1}
      inputs:
        question: {modality: text, augment: [word-dropout, word-swap], encoder: {type: lstm, width: 8, dropout: 0.2}}
        picture:
          {modality: image, reader: {size: 32}, augment: [flip, color-jitter],
           encoder: {type: cnn, channels: [4, 8], width: 8}}
      fusion: concat
      task: {type: qa, target: answer, hidden: [8], dropout: 0.1, label_smoothing: 0.1}
      training:
        {epochs: 8, batch: 8, accumulate: 2, group_by: picture, threads: 1, ema: 0.9, clip_norm: 1,
         modality_dropout: {picture: 0.3, question: 0.3},
         balance: {gradient_blending: {every: 1}, ogm_ge: {}},
         optimizer: {type: adam, learning_rate: 0.01}, checkpoint: {every_steps: 2, keep: 2}}
      """;

  @TempDir Path folder;
  private final Random random = new Random(3);
  private Path runs;
  private Path spec;
  private long start;
  private long training;
  private int kills;
  private int withCheckpoint;

  @BeforeEach
  void prepare() throws IOException {
    runs = folder.resolve("runs");
    spec = Files.writeString(folder.resolve("m.yaml"), SPEC);
  }

  private Child train() throws IOException {
    return new Child(folder.resolve("cache"), "train", spec.toString(), "--runs", runs.toString());
  }

  private Child resume(Path run) throws IOException {
    return new Child(folder.resolve("cache"), "train", "--resume", run.toString());
  }

  @Test
  void thirtyKillsAtRandomMomentsChangeNoByte() throws Exception {
    long begin = System.nanoTime();
    Ran never;
    try (Child child = train()) {
      child.await("run: ");
      start = System.nanoTime() - begin;
      never = child.end();
      training = System.nanoTime() - begin - start;
    }
    assertThat(never.code()).as(never.out()).isZero();
    Map<String, String> expected = RunFiles.of(runs.resolve("small/1"));
    assertThat(expected).containsKeys("metrics.jsonl", "test.json", "predictions.jsonl");
    for (int number = 2; kills < KILLS; number++) {
      Path run = runs.resolve("small/" + number);
      Ran last = killedUntilItEnds(run);
      assertThat(last.code()).as(last.out()).isZero();
      assertThat(RunFiles.of(run)).as("after %d kills", kills).isEqualTo(expected);
      assertThat(lines(never)).endsWith(lines(last).toArray(String[]::new));
    }
    assertThat(withCheckpoint).as("kills in the middle of training").isGreaterThan(KILLS / 3);
  }

  /** Begins a run and goes on with it, each time for a random while, until it comes to its end. */
  private Ran killedUntilItEnds(Path run) throws Exception {
    while (true) {
      boolean begun = Files.exists(run.resolve("spec.yaml"));
      if (!begun) {
        AtomicFiles.delete(run); // killed before there was anything to resume
      }
      try (Child child = begun ? resume(run) : train()) {
        boolean early = random.nextInt(5) == 0; // while it still reads data and builds the model
        long within = early ? start : training / 4;
        if (!early && !child.comesTo("run: ")) {
          return child.end();
        }
        if (kills == KILLS || child.endsWithin((long) (random.nextDouble() * within))) {
          return child.end();
        }
        child.kill();
        kills++;
        withCheckpoint += Files.exists(run.resolve("checkpoints")) ? 1 : 0;
      }
    }
  }

  /** What it says of epochs and of the test split, without times. */
  private static List<String> lines(Ran ran) {
    return ran.out()
        .lines()
        .filter(line -> line.startsWith("epoch ") || line.startsWith("  "))
        .filter(line -> !line.startsWith("  ./braid"))
        .map(line -> line.replaceFirst("  [0-9,]+ samples/s.* s(  ETA [0-9:]+)?", ""))
        .toList();
  }
}
