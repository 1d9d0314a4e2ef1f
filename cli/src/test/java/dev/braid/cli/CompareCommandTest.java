package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.compare.Leaderboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code braid compare} as a user types it, its trials in processes of their own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // only against waiting for ever
class CompareCommandTest {

  @TempDir Path folder;
  private Path spec;

  @BeforeEach
  void write() throws IOException {
    spec = Files.writeString(folder.resolve("m.yaml"), Workspace.SPEC);
  }

  private String[] compare(String... more) {
    return Stream.concat(
            Stream.of(
                "compare", spec.toString(), "--comparisons", folder.resolve("all").toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private Child child(String... more) throws IOException {
    return new Child(folder.resolve("cache"), compare(more));
  }

  private Ran run(String... more) throws Exception {
    try (Child child = child(more)) {
      return child.end();
    }
  }

  private Leaderboard board(int number) throws IOException {
    return Leaderboard.read(folder.resolve("all/small/" + number + "/leaderboard.json"));
  }

  @Test
  void variantsAreRankedBesideBaselinesAndAFailedTrialIsARow() throws Exception {
    String[] command = {
      "training.epochs=1",
      "training.groups={'encoders.picture.*': {learning_rate: 0.002}, '*.bias': {learning_rate: 0.003}}",
      "--zip",
      "--vary",
      "fusion=sum,concat,concat",
      "--vary",
      "inputs.question.column=question,question,nothing",
      "--seeds",
      "2"
    };
    Ran ran = run(command);
    assertThat(ran.code()).as(ran.out()).isZero();
    assertThat(ran.out()).contains("[10/10] ").contains("baselines:");
    Leaderboard board = board(1);
    List<Leaderboard.Row> rows = board.rows();
    assertThat(rows.stream().map(row -> row.kind().label()))
        .containsExactly("variant", "variant", "variant", "alone", "alone", "majority");
    assertThat(rows.stream().map(Leaderboard.Row::rank))
        .containsExactly(1, 2, null, null, null, null);
    assertThat(rows.get(2).error())
        .contains("inputs.question.column: the data has no column 'nothing'");
    assertThat(rows.get(3).label()).isEqualTo("question alone");
    assertThat(board.seeds()).containsExactly(7L, 8L);
    Leaderboard.Row best = rows.get(0);
    assertThat(best.macsPerSample()).isPositive();
    assertThat(best.inferenceMsPerSample()).isPositive();
    for (Leaderboard.Seeded trial : best.trials()) {
      Path run = folder.resolve("all/small/1").resolve(Objects.requireNonNull(trial.run()));
      assertThat(
              new ObjectMapper()
                  .readTree(run.resolve("test.json").toFile())
                  .at("/measures/accuracy")
                  .asDouble())
          .isEqualTo(trial.test());
    }

    Path trials = folder.resolve("all/small/1/trials");
    assertThat(Files.readString(trials.resolve("only-question-s7/spec.yaml")))
        .contains("*.bias")
        .doesNotContain("encoders.picture");
    assertThat(Files.readString(trials.resolve("only-picture-s7/spec.yaml")))
        .contains("*.bias", "encoders.picture.*");

    // The same again takes over what is finished and tries again what failed or had other data.
    Path environment = trials.resolve("only-picture-s7/1/environment.json");
    Files.writeString(
        environment,
        Files.readString(environment).replaceFirst("(\"data_sha256\" : \").", "$1other"));
    Path cost = folder.resolve("all/small/1").resolve(best.trials().get(0).run() + "/cost.json");
    FileTime before = Files.getLastModifiedTime(cost);
    Ran again = run(command);
    assertThat(again.code()).as(again.out()).isZero();
    assertThat(again.out())
        .contains("only-picture-s7 is trained again: its data are not what they were")
        .contains("7 of 10 trials were finished already")
        .contains("[8/10] ");
    assertThat(Files.getLastModifiedTime(cost)).isEqualTo(before);
    assertThat(board(1).rows().get(0)).isEqualTo(best);
    assertThat(board(1).rows().stream().map(Leaderboard.Row::test).toList())
        .isEqualTo(rows.stream().map(Leaderboard.Row::test).toList());
  }

  @Test
  void aComparisonWhoseProcessWasKilledEndsAsIfItWasNot() throws Exception {
    String[] command = {
      "training.epochs=16",
      "--vary",
      "fusion=sum,concat",
      "--seeds",
      "2",
      "--no-baselines",
      "--jobs",
      "1"
    };
    Path third = folder.resolve("all/small/1/trials/sum-s8");
    try (Child child = child(command)) {
      child.await("[2/4] ");
      while (!Files.exists(third.resolve("1/checkpoints/best.json"))) {
        assertThat(child.endsWithin(TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
      }
      child.kill();
    }
    Ran ran = run(command);
    assertThat(ran.code()).as(ran.out()).isZero();
    assertThat(ran.out()).contains("2 of 4 trials were finished already").contains("[4/4] ");
    assertThat(Files.readString(third.resolve("out.log"))).contains("resuming after step ");
    assertThat(folder.resolve("all/small/2")).doesNotExist();
    Ran whole = run(Stream.concat(Stream.of(command), Stream.of("--new")).toArray(String[]::new));
    assertThat(whole.code()).as(whole.out()).isZero();
    assertThat(board(1).rows().stream().map(Leaderboard.Row::validation).toList())
        .isEqualTo(board(2).rows().stream().map(Leaderboard.Row::validation).toList());
    assertThat(board(1).rows().stream().map(Leaderboard.Row::test).toList())
        .isEqualTo(board(2).rows().stream().map(Leaderboard.Row::test).toList());
    Ran resumed = braid("compare", "--resume", folder.resolve("all/small/1").toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("4 of 4 trials were finished already");
  }

  @Test
  void halvingTrainsTheBestForMoreEpochsAndChoosesNothingOnTest() throws Exception {
    String sweep =
        Files.writeString(
                folder.resolve("sweep.yaml"),
                "{vary: {fusion: [sum, concat]}, mode: halving, eta: 2, min_epochs: 1, seeds: 1,"
                    + " baselines: false}")
            .toString();
    Ran ran = run("--sweep", sweep);
    assertThat(ran.code()).as(ran.out()).isZero();
    List<Leaderboard.Row> rows = board(1).rows();
    assertThat(rows.stream().map(Leaderboard.Row::rank)).containsExactly(1, null);
    assertThat(rows.stream().map(Leaderboard.Row::epochs)).containsExactly(null, 1);
    Leaderboard.Row kept = rows.get(0);
    assertThat(kept.trials().get(0).run()).isEqualTo("trials/" + kept.id() + "-s7/1");
    Path trials = folder.resolve("all/small/1/trials");
    assertThat(trials.resolve(kept.id() + "-e1-s7/1/cost.json")).exists();
    assertThat(rows.get(1).trials().get(0).run())
        .isEqualTo("trials/" + rows.get(1).id() + "-e1-s7/1");
    assertThat(trials.resolve(rows.get(1).id() + "-s7")).doesNotExist();

    Ran blind = run("--sweep", sweep, "training.validation=0");
    assertThat(blind.code()).isEqualTo(2);
    assertThat(blind.out()).contains("training.validation: halving keeps the best on validation");
    assertThat(folder.resolve("all/small/2")).doesNotExist();
  }

  @Test
  void aTypoInAKeyEndsWithTwoAndNothingIsBegun() {
    Ran ran = braid(compare("--vary", "fuson=sum,concat"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("--vary 1 fuson: unknown key of a spec; did you mean 'fusion'?");
    assertThat(folder.resolve("all")).doesNotExist();
  }

  @Test
  void withoutAnythingThatVariesThereIsNothingToCompare() {
    Ran ran = braid(compare());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("give a spec and what varies, such as: braid compare spec.yaml");
  }
}
