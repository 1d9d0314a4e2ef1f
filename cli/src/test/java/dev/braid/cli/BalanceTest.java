package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balance on the data of {@code examples/balance}, where captions are learned before pictures. */
class BalanceTest {

  private static final Path EXAMPLE = Path.of("../examples/balance");
  private static final String OBSERVED = "training.balance={ogm_ge: {alpha: 0}}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  @BeforeAll
  static void generateData() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                EXAMPLE.resolve("Generate.java").toString(),
                folder.resolve("data").toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static Path train(String name, String... overrides) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "train",
                    EXAMPLE.resolve("spec.yaml").toString(),
                    "--runs",
                    folder.resolve("runs").toString(),
                    "name=" + name,
                    "task.hidden=[32]",
                    "data.root=" + folder.resolve("data")),
                Stream.of(overrides))
            .toArray(String[]::new);
    Ran ran = braid(arguments);
    assertThat(ran.code()).as(ran.err()).isZero();
    return folder.resolve("runs").resolve(name).resolve("1");
  }

  private static double accuracy(Path run) throws Exception {
    return JSON.readTree(run.resolve("test.json").toFile()).at("/measures/accuracy").asDouble();
  }

  private static JsonNode lastLine(Path run) throws Exception {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  @Test
  void auxiliaryLossesTeachTheInputThatIsLeftBehind() throws Exception {
    Path plain = train("plain", "training.seed=3", OBSERVED);
    Path helped = train("helped", "training.seed=3", "training.balance={auxiliary: {weight: 1}}");
    assertThat(lastLine(helped).path("auxiliary.picture.accuracy").asDouble())
        .isGreaterThan(lastLine(plain).path("auxiliary.picture.accuracy").asDouble() + 0.1);
    assertThat(accuracy(helped)).isGreaterThan(accuracy(plain) + 0.04);
  }

  /** Clipping, dropout and several batches an update are where heads could have a say. */
  @Test
  void toObserveChangesNoBitOfTheOthers() throws Exception {
    String[] options = {
      "training.epochs=2", "training.accumulate=3", "training.clip_norm=0.1", "task.dropout=0.3"
    };
    Path plain = train("unobserved", options);
    Path observed =
        train(
            "observed",
            Stream.concat(Stream.of(options), Stream.of(OBSERVED)).toArray(String[]::new));
    Map<String, float[]> expected = RunFiles.values(Workspace.weights(plain));
    Map<String, float[]> values = RunFiles.values(Workspace.weights(observed));
    assertThat(values.keySet()).anyMatch(name -> name.startsWith("auxiliary."));
    values.keySet().removeIf(name -> name.startsWith("auxiliary."));
    assertThat(values.keySet()).isEqualTo(expected.keySet());
    values.forEach((name, some) -> assertThat(some).as(name).isEqualTo(expected.get(name)));
    List<String> lines = Files.readAllLines(observed.resolve("metrics.jsonl"));
    List<String> without = new ArrayList<>();
    for (String line : lines) {
      assertThat(line).contains("\"auxiliary.picture.loss\":");
      without.add(line.replaceAll("\"(auxiliary|balance)\\.[^,]*,", ""));
    }
    assertThat(without).isEqualTo(Files.readAllLines(plain.resolve("metrics.jsonl")));
  }

  private static int measured(String name, String... overrides) throws Exception {
    Strangers.Counter.MEASURED.set(0);
    String plugin =
        Strangers.register(folder.resolve("counter"), Strangers.Counter.class.getName()).toString();
    train(
        name,
        Stream.concat(
                Stream.of("--plugins", plugin, "fusion=counting", "training.epochs=2"),
                Stream.of(overrides))
            .toArray(String[]::new));
    return Strangers.Counter.MEASURED.get();
  }

  /** Heads are measured while the validation split goes through the model for the task. */
  @Test
  void toObserveTakesNoPassOfItsOwn() throws Exception {
    int plain = measured("uncounted");
    assertThat(plain).isPositive();
    assertThat(measured("counted", OBSERVED)).isEqualTo(plain);
  }

  @Test
  void aTrainedModelIsMeasuredAgainWithoutItsHeads() {
    Path run = train("again", "training.epochs=1", "training.balance={gradient_blending: {}}");
    Ran ran = braid("evaluate", run.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @Test
  void noiseAndWeightsAreRepeatable() throws Exception {
    byte[][] weights = new byte[3][];
    for (int i = 0; i < weights.length; i++) {
      Path run =
          train(
              "repeated" + i,
              "training.epochs=2",
              "training.balance={gradient_blending: {every: 1}, ogm_ge: {noise: " + (i < 2) + "}}");
      weights[i] = Files.readAllBytes(Workspace.weights(run));
    }
    String line = Files.readAllLines(folder.resolve("runs/repeated0/1/metrics.jsonl")).get(1);
    assertThat(line).contains("auxiliary.caption.accuracy", "balance.factor.", "balance.weight.");
    assertThat(RunFiles.faults(line)).isEmpty();
    assertThat(weights[1]).isEqualTo(weights[0]);
    assertThat(weights[2]).isNotEqualTo(weights[0]);
  }

  @Test
  void blendingWithoutAValidationSplitIsRefusedBeforeAnythingIsWritten() {
    Ran ran =
        braid(
            "train",
            EXAMPLE.resolve("spec.yaml").toString(),
            "--runs",
            folder.resolve("runs").toString(),
            "name=refused",
            "data.root=" + folder.resolve("data"),
            "data.validation=null",
            "training.validation=0",
            "training.balance={gradient_blending: {}}");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "override 5 training.balance.gradient_blending: compares losses over train and"
                + " validation samples, and there is no validation split; set training.validation\n");
    assertThat(folder.resolve("runs/refused")).doesNotExist();
  }
}
