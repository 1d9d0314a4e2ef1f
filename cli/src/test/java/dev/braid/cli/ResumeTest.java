package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.Experiment;
import dev.braid.core.experiment.FreshRun;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code braid train --resume} makes of a run in every condition. */
class ResumeTest {

  @TempDir static Path shared;
  private static Path trained;
  private static Map<String, String> expected;

  @TempDir Path folder;
  private Path run;

  @BeforeAll
  static void trainOnce() throws Exception {
    Workspace work = new Workspace(shared, shared);
    Ran ran =
        braid(
            work.small(
                    "training.epochs=4",
                    "training.checkpoint.every_steps=3",
                    "training.checkpoint.keep=3")
                .toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    trained = shared.resolve("runs/small/1");
    expected = RunFiles.of(trained);
  }

  @BeforeEach
  void copy() throws IOException {
    run = new Workspace(folder, trained).copy();
  }

  private Ran resume(String... changes) {
    return braid(new Workspace(folder, trained).resume(run, changes).toArray(String[]::new));
  }

  private void assertSameAsNeverStopped(Ran ran) throws Exception {
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(RunFiles.of(run)).isEqualTo(expected);
  }

  private void spoil(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(run.resolve(file));
    bytes[bytes.length - 1] ^= 1;
    Files.write(run.resolve(file), bytes);
  }

  @Test
  void aFinishedRunIsLeftAlone() throws Exception {
    Ran ran = resume();
    assertThat(ran.out()).startsWith(run + " is finished; there is nothing to resume");
    assertSameAsNeverStopped(ran);
    assertThat(Files.readAllBytes(run.resolve("timings.jsonl")))
        .isEqualTo(Files.readAllBytes(trained.resolve("timings.jsonl")));
  }

  @Test
  void aRunKilledInTheFinalEvaluationIsOnlyEvaluated() throws Exception {
    RunFiles.unfinish(run);
    Files.writeString(run.resolve("predictions.jsonl.part"), "{\"id\": ");
    Ran ran = resume();
    assertSameAsNeverStopped(ran);
    assertThat(ran.out()).contains("resuming after step 8\n").doesNotContain("epoch ");
  }

  @Test
  void aRunStoppedInTheMiddleOfAnEpochGoesOnExactly() throws Exception {
    Path runs = folder.resolve("again");
    CheckedSpec spec =
        SpecChecker.check(
            SpecReader.read(trained.resolve("spec.yaml")),
            PartCatalog.discover(getClass().getClassLoader()));
    AtomicReference<Experiment> experiment = new AtomicReference<>();
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void step(int epoch, int step, long update, int samples, double loss) {
            if (epoch == 3 && step == 1) {
              stopAndGoOn(experiment.get());
            }
          }
        };
    try (FreshRun fresh = new FreshRun(spec, shared, runs)) {
      experiment.set(new Experiment(fresh, Folders.cache(), stopping));
      assertThat(experiment.get().train().finished()).isFalse();
    }
    run = runs.resolve("small/1");
    assertThat(run.resolve("checkpoints/5")).isDirectory();
    Ran ran = resume();
    assertThat(ran.out()).contains("resuming after step 5\n").contains("epoch   3/4 ");
    assertSameAsNeverStopped(ran);
  }

  /** Returns to the training thread once the experiment was asked to stop. */
  private static void stopAndGoOn(Experiment experiment) {
    Thread stopper =
        new Thread(
            () -> {
              try {
                experiment.stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    stopper.start();
    while (stopper.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void damagedCheckpointsAreNamedAndAnOlderOneIsUsed() throws Exception {
    RunFiles.unfinish(run);
    spoil("checkpoints/8/model.safetensors");
    spoil("checkpoints/6/state.json");
    Files.writeString(run.resolve("metrics.jsonl"), "{\"epoch\":5,\"st", StandardOpenOption.APPEND);
    Ran ran = resume();
    assertThat(ran.out())
        .contains(
            "not used: "
                + run.resolve("checkpoints/8")
                + " is damaged: model.safetensors is not what was written (SHA-256 differs)\n")
        .contains("not used: " + run.resolve("checkpoints/6") + " is damaged: state.json ")
        .containsPattern("resuming after step [2-4]\n");
    assertSameAsNeverStopped(ran);
  }

  @Test
  void withoutACheckpointTrainingBeginsAgain() throws Exception {
    RunFiles.unfinish(run);
    try (Stream<Path> walk = Files.walk(run.resolve("checkpoints"))) {
      for (Path file : walk.filter(path -> path.endsWith("manifest.json")).toList()) {
        Files.delete(file);
      }
    }
    Ran ran = resume();
    assertThat(ran.out())
        .contains(" is damaged: it has no manifest.json\n")
        .contains("it has no whole checkpoint: training begins again\n");
    assertSameAsNeverStopped(ran);
  }

  @Test
  void aRunCanBeMadeLonger() throws Exception {
    Ran ran =
        resume("training.epochs=5", "training.disk_cache_mb=100", "inputs.picture.cache=none");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("changed: training.epochs: 4 → 5\n")
        .contains("epoch   5/5 ")
        .doesNotContain("epoch   4/");
    assertThat(Files.readString(run.resolve("metrics.jsonl")))
        .startsWith(expected.get("metrics.jsonl"));
    assertThat(Files.readString(run.resolve("spec.yaml"))).contains("epochs: 5\n");
    assertThat(resume().out()).contains("is finished");
  }

  @Test
  void anotherEnvironmentIsSaid() throws Exception {
    RunFiles.unfinish(run);
    Path file = run.resolve("environment.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"engine_threads\" : 1", "\"engine_threads\" : 3")
            .replaceFirst("\"processors\" : [0-9]+", "\"processors\" : 999"));
    Ran ran = resume();
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("not as the run was so far, so bits may differ from here on:\n")
        .contains("  engine_threads: 3 → 1\n")
        .doesNotContain("processors");
    JsonNode recorded = new ObjectMapper().readTree(file.toFile());
    assertThat(recorded.path("engine_threads").asInt()).as("what it began with").isEqualTo(3);
    assertThat(recorded.path("resumed")).hasSize(1);
    assertThat(recorded.at("/resumed/0/engine_threads").asInt()).isEqualTo(1);
    RunFiles.unfinish(run);
    assertThat(resume().out()).contains("resuming after").doesNotContain("bits may differ");
    assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(recorded);
  }

  @Test
  void aRunThatCouldNotBeMadeLongerIsStillFinishedAndCanBeMadeLongerLater() throws Exception {
    Files.createDirectories(run.resolve("run.json.part/in the way"));
    Ran failed = resume("training.epochs=5");
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.err()).contains("run.json cannot be written");
    Ran ran = resume("training.epochs=5");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("epoch   5/5 ");
  }

  @Test
  void theBestCheckpointsMeasuresOnValidationStandBesideTheTests() throws Exception {
    JsonNode test = new ObjectMapper().readTree(run.resolve("test.json").toFile());
    double accuracy = test.at("/validation/accuracy").asDouble(-1);
    long best = test.path("step").asLong();
    JsonNode line = null;
    for (String text : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode node = new ObjectMapper().readTree(text);
      line = node.path("step").asLong() == best ? node : line;
    }
    assertThat(line).isNotNull();
    assertThat(line.path("validation_accuracy").asDouble()).isEqualTo(accuracy);
    assertThat(line.path("best").asBoolean()).isTrue();
  }

  @Test
  void theLogOfMetricsHoldsNoTimes() {
    assertThat(expected.get("metrics.jsonl")).doesNotContain("second");
  }
}
