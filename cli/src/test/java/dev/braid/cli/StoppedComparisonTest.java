package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.compare.Leaderboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A comparison that is told to stop takes its trials with it, and goes on later as if it had not.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // only against waiting for ever
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals")
class StoppedComparisonTest {

  private static final int TERM = 15;

  @TempDir Path folder;
  private Path once;
  private Path often;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("m.yaml"), Workspace.SPEC);
    Files.writeString(
        folder.resolve("halving.yaml"),
        "{vary: {fusion: [sum, concat, max]}, mode: halving, eta: 2, min_epochs: 8, seeds: 1,"
            + " baselines: false}");
    once = folder.resolve("once/small/1");
    often = folder.resolve("often/small/1");
  }

  /** Three trials of 8 epochs, then two of 16; two trials run at once. */
  private Child halving(Path comparison) throws IOException {
    return new Child(
        folder.resolve("cache"),
        "compare",
        folder.resolve("m.yaml").toString(),
        "training.epochs=16",
        "--sweep",
        folder.resolve("halving.yaml").toString(),
        "--jobs",
        "2",
        "--comparisons",
        comparison.getParent().getParent().toString());
  }

  private static Leaderboard board(Path comparison) throws IOException {
    return Leaderboard.read(comparison.resolve("leaderboard.json"));
  }

  /** All but what depends on how long things took. */
  private static List<Leaderboard.Row> figures(Leaderboard board) {
    return board.rows().stream()
        .map(
            row ->
                new Leaderboard.Row(
                    row.rank(),
                    row.kind(),
                    row.id(),
                    row.label(),
                    row.changes(),
                    row.epochs(),
                    row.validation(),
                    row.test(),
                    row.difference(),
                    row.parameters(),
                    row.macsPerSample(),
                    null,
                    null,
                    null,
                    row.trials(),
                    row.error()))
        .toList();
  }

  private static boolean failed(Path comparison) throws IOException {
    try (Stream<Path> walk = Files.walk(comparison.resolve("trials"))) {
      return walk.anyMatch(file -> file.endsWith("failed"));
    }
  }

  /**
   * Ctrl-C reaches the comparison and all its trials at once, the trials first: so they may end
   * before it has heard. Otherwise it alone is told, as by {@code kill}, and has to tell them.
   */
  private Ran stopped(Child child, boolean everyone) throws Exception {
    List<ProcessHandle> trials = child.trials();
    if (everyone) {
      for (ProcessHandle trial : trials) {
        Child.signal(Child.CTRL_C, trial);
      }
    }
    int signal = everyone ? Child.CTRL_C : TERM;
    child.signal(signal);
    Ran ran = child.end();
    assertThat(ran.code()).as(ran.out()).isEqualTo(128 + signal);
    assertThat(ran.out()).contains("stopping the trials …\n").doesNotContain("\tat ");
    assertThat(trials).noneMatch(ProcessHandle::isAlive);
    assertThat(failed(often)).isFalse();
    return ran;
  }

  /** In the middle of a trial, and after each one: within a round and between rounds. */
  @Test
  void halvingThatIsStoppedAgainAndAgainEndsAsIfItWasNot() throws Exception {
    Path first = often.resolve("trials/sum-e8-s7");
    try (Child child = halving(often)) {
      child.await("comparison: ");
      while (!Files.exists(first.resolve("1/checkpoints/best.json"))) {
        assertThat(child.endsWithin(TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
      }
      assertThat(child.trials()).hasSizeGreaterThanOrEqualTo(2);
      Ran ran = stopped(child, true);
      assertThat(ran.out())
          .contains("\nstopped; go on with:\n  ./braid compare --resume " + often + "\n");
      assertThat(board(often).complete()).isFalse();
    }
    int stops = 0;
    while (!board(often).complete()) {
      try (Child child = halving(often)) {
        if (child.await("[").startsWith("[5/5]")) {
          assertThat(child.end().code()).isZero();
        } else {
          stopped(child, stops % 2 == 1);
          stops++;
        }
      }
    }
    assertThat(stops).isGreaterThanOrEqualTo(2);
    assertThat(Files.readString(first.resolve("out.log"))).contains("resuming after step ");

    try (Child child = halving(once)) {
      Ran ran = child.end();
      assertThat(ran.code()).as(ran.out()).isZero();
    }
    assertThat(figures(board(often))).isEqualTo(figures(board(once)));
    assertThat(board(often).notes()).isEqualTo(board(once).notes());
    for (Leaderboard.Row row : board(once).rows()) {
      String run = Objects.requireNonNull(row.trials().get(0).run());
      assertThat(RunFiles.of(often.resolve(run))).isEqualTo(RunFiles.of(once.resolve(run)));
    }
  }
}
