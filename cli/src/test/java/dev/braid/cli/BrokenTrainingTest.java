package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However training ends, what it had written is whole and can be used. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // only against waiting for ever
class BrokenTrainingTest {

  private static final String[] LONG = {"training.epochs=100000"};

  @TempDir Path folder;
  private Workspace work;
  private Path run;

  @BeforeEach
  void prepare() {
    work = new Workspace(folder, folder);
    run = folder.resolve("runs/small/1");
  }

  private static Ran run(List<String> arguments) {
    return braid(arguments.toArray(String[]::new));
  }

  private Child child(String... more) throws IOException {
    return new Child(folder.resolve("cache"), work.small(more).toArray(String[]::new));
  }

  private void assertUsable() {
    Ran ran = run(work.evaluate(run));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("accuracy  ");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /dev/full")
  void aFullDiskLeavesTheCheckpointBeforeAndNothingHalfWritten() throws IOException {
    String plugin =
        Strangers.register(folder.resolve("plugin"), Strangers.Faulty.class.getName()).toString();
    Path checkpoints = run.resolve("checkpoints");
    Ran ran =
        run(
            work.small(
                "--plugins",
                plugin,
                "training.optimizer={type: full-disk, checkpoints: '" + checkpoints + "'}"));
    assertThat(ran.err().strip())
        .isEqualTo(
            checkpoints.resolve("4")
                + " cannot be written: No space left on device; free some space or make the folder"
                + " writable. What was there before is kept");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(names(checkpoints)).containsExactly("2", "best.json");
    Ran again = run(work.evaluate(run, "--plugins", plugin));
    assertThat(again.code()).as(again.err()).isZero();
  }

  @Test
  void aHugeLearningRateLeavesTheCheckpointBefore() throws IOException {
    Ran ran =
        run(
            work.small(
                "training.epochs=20",
                "training.batch=128",
                "training.optimizer={type: sgd, learning_rate: 100}"));
    assertThat(ran.code()).isEqualTo(2);
    // Which of the two comes first depends on the processor's last bits.
    assertThat(ran.err())
        .containsPattern(
            "(the loss became [-a-zA-Z]+ at step|has values that are no numbers after step) [0-9]+;"
                + " training stopped; the checkpoint of step [0-9]+ is kept in "
                + run
                + "\n")
        .contains("try a smaller learning rate (training.optimizer.learning_rate)");
    assertUsable();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals")
  void ctrlCEndsWithACheckpointThatCanBeUsed() throws Exception {
    try (Child child = child(LONG)) {
      child.await("epoch   2/");
      child.signal(Child.CTRL_C);
      Ran ran = child.end();
      assertThat(ran.code()).isEqualTo(128 + Child.CTRL_C);
      assertThat(ran.out())
          .contains("stopping after this step …\n")
          .containsPattern("stopped; the best checkpoint so far is step [0-9]+\n")
          .contains("./braid evaluate " + run)
          .contains("./braid train --resume " + run)
          .doesNotContain("\tat ");
    }
    assertThat(names(run.resolve("checkpoints"))).noneMatch(name -> name.endsWith(".part"));
    assertUsable();
  }

  @Test
  void whatIsBeingTrainedCannotBeTrainedTwice() throws Exception {
    try (Child child = child(LONG)) {
      child.await("epoch   1/");
      Ran second = run(work.resume(run));
      assertThat(second.code()).isEqualTo(2);
      assertThat(second.err())
          .isEqualTo(
              run + " is being trained by another process; wait for its end or stop it first\n");
      child.kill();
    }
    Ran shorter = run(work.resume(run, "training.epochs=99999"));
    assertThat(shorter.err()).contains("can be made longer, not shorter");
  }

  @Test
  void aKilledRunKeepsItsLastCheckpointAndTheNextRunIsItsOwn() throws Exception {
    try (Child child = child(LONG)) {
      child.await("epoch   2/");
      child.kill();
    }
    // As if it had been killed while it wrote the next checkpoint.
    Path half = Files.createDirectories(run.resolve("checkpoints/999999.part"));
    Files.writeString(half.resolve("model.safetensors"), "half");
    assertUsable();
    Ran second = run(work.small());
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.out()).contains("saved in " + run.resolveSibling("2"));
    assertThat(names(run.getParent())).containsExactly("1", "2");
  }

  @Test
  void twoAtOnceGetTwoRunsAndTheSameWeights() throws Exception {
    List<Ran> ends = new ArrayList<>();
    try (Child first = child();
        Child second = child()) {
      ends.add(first.end());
      ends.add(second.end());
    }
    assertThat(ends).allSatisfy(ran -> assertThat(ran.code()).as(ran.out()).isZero());
    assertThat(names(run.getParent())).containsExactly("1", "2");
    assertThat(Files.readAllBytes(Workspace.weights(run)))
        .isEqualTo(Files.readAllBytes(Workspace.weights(run.resolveSibling("2"))));
    assertThat(names(folder.resolve("cache"))).hasSize(1); // no half-made pictures beside
  }

  @Test
  void anAnswerThatTrainingNeverSawIsCountedAsWrongAndSaidSo() throws IOException {
    Ran trained = run(work.small("training.epochs=1"));
    assertThat(trained.code()).as(trained.err()).isZero();
    Path table = work.file("q.csv", "question,picture,answer\nwhat?,,mauve\nwhat?,,red\n");
    Ran ran = run(work.evaluate(run, "--data", table.toString()));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("2 samples\n").contains("  unseen_answers         1\n");
  }
}
