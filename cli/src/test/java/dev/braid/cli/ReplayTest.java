package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same spec, seed and number of threads give the same bytes in another process. */
class ReplayTest {

  @TempDir Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void train() throws Exception {
    first = folder.resolve("runs/small/1");
    second = folder.resolve("runs/small/2");
    end(new Workspace(folder, folder).small("training.modality_dropout.picture=0.3"));
  }

  private Ran end(List<String> arguments) throws Exception {
    try (Child child = new Child(folder.resolve("cache"), arguments.toArray(String[]::new))) {
      Ran ran = child.end();
      assertThat(ran.code()).as(ran.out()).isZero();
      return ran;
    }
  }

  private Ran replay(String... changes) throws Exception {
    Workspace work = new Workspace(folder, folder);
    return end(work.replay(first, changes));
  }

  @Test
  void aReplaySaysThatNothingDiffersAndGivesTheSameBytes() throws Exception {
    Ran ran = replay();
    assertThat(ran.out())
        .contains("replay of " + first + ": nothing differs\n")
        .containsPattern("replay: the weights are identical \\(SHA-256 [0-9a-f]{64}\\)\n$");
    assertThat(RunFiles.of(second)).isEqualTo(RunFiles.of(first));
  }

  @Test
  void aReplaySaysWhatDiffersBeforeItStarts() throws Exception {
    Path environment = first.resolve("environment.json");
    Files.writeString(
        environment,
        Files.readString(environment).replaceFirst("\"cpu\" : \"[^\"]*\"", "\"cpu\" : \"abacus\""));
    Ran ran = replay("training.seed=8");
    assertThat(ran.out())
        .containsSubsequence(
            "replay of " + first + ": this differs from then:\n",
            "  spec: training.seed: 7 → 8\n",
            "  cpu: abacus → ",
            "epoch   1/2 ",
            "replay: the weights are NOT identical (SHA-256 ");
  }

  @Test
  void theEnvironmentNamesVersionsMachineAndData() throws IOException {
    assertThat(Files.readString(first.resolve("environment.json")))
        .contains("\"braid\" : ", "\"java\" : ", "\"djl\" : \"0.36.0\"", "\"engine_version\" : ")
        .contains("\"cpu\" : ", "\"processors\" : ", "\"engine_threads\" : 1,", "\"variables\" : ")
        .containsPattern("\"data_sha256\" : \"[0-9a-f]{64}\"");
  }
}
