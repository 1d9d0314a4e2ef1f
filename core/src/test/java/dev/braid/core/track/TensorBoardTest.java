package dev.braid.core.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.run.RunDirectory;
import dev.braid.core.track.EventReader.Event;
import dev.braid.core.train.TrainingListener;
import dev.braid.core.train.TrainingListener.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @TempDir private Path folder;

  /** Fewer than were planned for an epoch, as where broken samples are skipped. */
  private static long update(int epoch, int step) {
    return (epoch - 1) * 180L + step;
  }

  private void train(int epoch, int from, int to, boolean whole) {
    try (RunRecords records = new RunRecords(TrainingListener.silent(), new TensorBoard(CLOCK))) {
      records.start(new RunDirectory(folder), 3, 200);
      for (int step = from; step <= to; step++) {
        records.step(epoch, step, update(epoch, step), 32, 1.0 / step);
      }
      if (whole) {
        records.epoch(
            new Epoch(
                epoch,
                3,
                update(epoch, to),
                0.5,
                Map.of("accuracy", 0.75),
                640,
                1,
                true,
                "accuracy",
                0.001));
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void aFileHoldsTheLossOfEveryStepAndTheFiguresOfAnEpoch() throws IOException {
    train(1, 1, 200, true);
    assertThat(files())
        .singleElement()
        .satisfies(
            path ->
                assertThat(path.getFileName()).hasToString("events.out.tfevents.1700000000.braid"));
    List<Event> events = EventReader.read(files().get(0));
    assertThat(events)
        .hasSize(203)
        .allSatisfy(e -> assertThat(e.wallTime()).isEqualTo(1.70000000025e9));
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).start()).isTrue();
    for (int step = 1; step <= 200; step++) {
      assertThat(events.get(step + 1).step()).isEqualTo(step);
      assertThat(events.get(step + 1).scalars())
          .isEqualTo(Map.of("train/loss", (float) (1.0 / step)));
    }
    assertThat(events.get(202).step()).isEqualTo(200);
    assertThat(events.get(202).scalars())
        .isEqualTo(
            Map.of("validation/accuracy", 0.75f, "learning_rate", 0.001f, "throughput", 640f));
  }

  @Test
  void aResumedRunStartsASessionAtItsFirstStepInAFileThatSortsLater() throws IOException {
    train(2, 1, 150, false);
    train(2, 101, 200, true); // in the same second
    List<Path> files = files();
    assertThat(files).hasSize(2);
    List<Event> later = EventReader.read(files.get(1));
    assertThat(later.get(1).start()).isTrue();
    assertThat(later.get(1).step()).isEqualTo(281);
    assertThat(later.get(2).step()).isEqualTo(281);
    assertThat(later.get(2).scalars()).containsOnlyKeys("train/loss");
  }

  @Test
  void whatWasRecordedIsInTheFileBeforeTheRunEnds() throws IOException {
    TensorBoard events = new TensorBoard(CLOCK);
    events.start(new RunDirectory(folder), 1, 10);
    events.step(1, 1, 1, 32, 0.5);
    assertThat(EventReader.read(files().get(0))).hasSize(3);
    events.close();
  }

  @Test
  void aRecorderThatCannotWriteIsNamedOnceAndTrainingGoesOn() throws IOException {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void note(String line) {
            heard.add(line);
          }

          @Override
          public void step(int epoch, int step, long update, int samples, double loss) {
            heard.add("step " + step);
          }
        };
    Path file = Files.createFile(folder.resolve("file"));
    try (RunRecords records = new RunRecords(listener, new TensorBoard(CLOCK))) {
      records.start(new RunDirectory(file), 1, 10); // not a folder
      records.step(1, 1, 1, 32, 0.5);
      records.step(1, 2, 2, 32, 0.5);
    }
    assertThat(heard).hasSize(3).contains("step 1", "step 2");
    assertThat(heard.get(1)).startsWith("TensorBoard events end here: ");
  }
}
