package dev.braid.core.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import dev.braid.core.check.FakeParts;
import dev.braid.core.experiment.Takeover;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials that only pretend to train: what is run, run again and taken over. */
@DisabledOnOs(OS.WINDOWS) // there is no sh
class TrialRunnerTest {

  private static final PartCatalog CATALOG = PartCatalog.of(List.of(new FakeParts()));

  private static final String SPEC =
      """
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
        picture: {modality: image, encoder: cnn}
      fusion: cross-attention
      task: qa
      training: {epochs: %d}
      """;

  /** With the spec and the folder of the runs: writes what a finished run has. */
  private static final String TRAIN =
      """
      run="$2/$(basename "$(dirname "$1")")/1"
      mkdir -p "$run"
      cp "$1" "$run/spec.yaml"
      cp "$2/../environment.json" "$run"
      echo '{"measures": {"accuracy": 0.5}, "validation": {"accuracy": 0.5}}' > "$run/test.json"
      echo '{"parameters": 1}' > "$run/cost.json"
      """;

  /** Making a folder succeeds for one of two that try at once. */
  private static final String KILLED_ONCE =
      """
      if mkdir "$2/../killed" 2>/dev/null; then kill -9 $$; fi
      """;

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void environment() throws IOException {
    Files.writeString(folder.resolve("base"), folder.toString());
    made(Engine.getInstance().getVersion());
  }

  private void made(String engineVersion) throws IOException {
    Files.writeString(
        folder.resolve("environment.json"),
        "{\"braid\": \"development\", \"djl\": \"%s\", \"engine\": \"%s\", \"engine_version\": \"%s\"}"
            .formatted(
                Engine.getDjlVersion(), Engine.getInstance().getEngineName(), engineVersion));
  }

  private List<TrialResult> run(int epochs, String script) throws Exception {
    lines.clear();
    ComparisonDirectory directory = new ComparisonDirectory(folder);
    TrialCommand command =
        (spec, base, runs, half, threads) ->
            List.of("sh", "-c", script, "sh", spec.toString(), runs.toString());
    ComparisonListener listener =
        new ComparisonListener() {
          @Override
          public void note(String line) {
            lines.add(line);
          }

          @Override
          public void trial(Ended trial) {
            lines.add("ended: " + trial.id());
          }
        };
    EarlierRuns earlier = new EarlierRuns(new Takeover(folder, folder, 1), CATALOG, 1);
    return new TrialRunner(
            directory, command, new Jobs(2, 1, 1000, 1), earlier, "accuracy", listener)
        .run(trials(epochs));
  }

  private static List<Trial> trials(int epochs) throws SpecException {
    Sweep sweep =
        new Sweep(
            List.of(Sweep.axis("fusion.heads=1,2,4", "--vary 1")),
            List.of(),
            Sweep.Settings.defaults());
    return new Variants(SpecReader.parse(SPEC.formatted(epochs), "model.yaml"), CATALOG)
        .of(sweep).stream().map(variant -> new Trial(variant, 7, null)).toList();
  }

  @Test
  void aTrialThatIsKilledIsTriedOnceMoreAlone() throws Exception {
    List<TrialResult> results = run(9, KILLED_ONCE + TRAIN);
    assertThat(results).allMatch(result -> result.status() == Leaderboard.Status.FINISHED);
    String killed =
        lines.stream().filter(line -> line.contains(" was killed")).findFirst().orElseThrow();
    assertThat(killed).contains("at most 1 at once");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("ended: " + killed.split(" ")[0]);
  }

  @Test
  void aTrialThatIsKilledAgainHasFailed() throws Exception {
    List<TrialResult> results = run(9, "kill -9 $$");
    assertThat(results)
        .allMatch(result -> result.error() != null && result.error().startsWith("killed"));
    assertThat(lines.stream().filter(line -> line.contains(" was killed"))).hasSize(3);
  }

  /**
   * Ctrl-C reaches every process of a terminal, and a trial may end before the comparison hears.
   */
  @ParameterizedTest
  @ValueSource(strings = {"kill -TERM $$", "exit 130"})
  void aTrialThatWasAskedToEndHasNotFailed(String end) throws Exception {
    List<TrialResult> results = run(9, end);
    assertThat(results).allMatch(result -> result.status() == Leaderboard.Status.OPEN);
    assertThat(lines)
        .hasSize(3)
        .allMatch(
            line ->
                line.endsWith("-s7 was stopped before its end; the same command goes on with it"));
    assertThat(run(9, TRAIN)).allMatch(result -> result.status() == Leaderboard.Status.FINISHED);
  }

  @Test
  void theErrorOfAFailedTrialIsNotWhatJavaSaysOfItsOptions() throws Exception {
    List<TrialResult> results =
        run(9, "echo Picked up JAVA_TOOL_OPTIONS: -Xmx1g >&2; echo no such column >&2; exit 2");
    assertThat(results).allMatch(result -> "no such column".equals(result.error()));
  }

  @Test
  void finishedTrialsAreTakenOver() throws Exception {
    run(9, TRAIN);
    List<TrialResult> results = run(9, "exit 1");
    assertThat(results).allMatch(result -> result.status() == Leaderboard.Status.FINISHED);
    assertThat(lines).containsExactly("3 of 3 trials were finished already");
  }

  @Test
  void finishedTrialsOfAnotherSpecOrVersionAreTrainedAgain() throws Exception {
    run(9, TRAIN);
    run(8, TRAIN);
    assertThat(lines)
        .contains("1-s7 is trained again: training.epochs: 9 → 8", "ended: 1-s7")
        .noneMatch(line -> line.contains("finished already"));
    made("0.0.1");
    run(7, TRAIN);
    made(Engine.getInstance().getVersion());
    run(7, TRAIN);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("1-s7 is trained again: engine_version: 0.0.1 → "))
        .contains("ended: 1-s7");
  }

  @Test
  void aTrialThatAnotherProcessTrainsIsLeftToIt() throws Exception {
    run(9, TRAIN);
    Path run = folder.resolve("trials/1-s7/1");
    Files.delete(run.resolve("cost.json"));
    try (var channel =
        java.nio.channels.FileChannel.open(
            run.resolve(".lock"),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      channel.lock();
      List<TrialResult> results = run(9, "exit 1");
      assertThat(results.get(0).status()).isEqualTo(Leaderboard.Status.OPEN);
      assertThat(run.resolve("spec.yaml")).exists();
      assertThat(lines).anyMatch(line -> line.startsWith("1-s7 is at work in another process"));
    }
  }
}
