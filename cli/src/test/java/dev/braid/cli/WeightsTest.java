package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.compare.Leaderboard;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that starts from the weights of another run. */
class WeightsTest {

  /** Keeps what was taken over as it was, so that it can be compared after training. */
  private static final String FROZEN = "training.groups={'encoders.*': {freeze: true}}";

  @TempDir static Path shared;
  private static Path source;

  @TempDir Path folder;
  private Path run;

  @BeforeAll
  static void trainTheSource() throws Exception {
    Ran ran =
        braid(
            new Workspace(shared, shared)
                .small("name=pre", "training.epochs=1", "data.kinds=[colour, count]")
                .toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    source = shared.resolve("runs/pre/1");
  }

  private Workspace work() {
    run = folder.resolve("runs/small/1");
    return new Workspace(folder, source);
  }

  /** Trains for an epoch on other questions, from the weights of a run. */
  private Ran tune(Path from, String... more) throws IOException {
    List<String> changes =
        new ArrayList<>(List.of("weights.run=" + from, "data.kinds=[shape]", "training.epochs=1"));
    changes.addAll(Arrays.asList(more));
    return braid(work().small(changes.toArray(String[]::new)).toArray(String[]::new));
  }

  /** Of a run with one checkpoint. */
  private static String step(Path run) throws IOException {
    return Workspace.weights(run).getParent().getFileName().toString();
  }

  private static String words(Path run) throws IOException {
    return Files.readString(run.resolve("inputs/question/vocabulary.txt"));
  }

  private void assertRefused(Ran ran, String... expected) {
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(expected);
    assertThat(folder.resolve("runs")).as("nothing is left behind").doesNotExist();
  }

  @Test
  void everythingButTheHeadIsTakenOverAndTheVocabularyWithIt() throws Exception {
    Ran ran = tune(source, "task.hidden=[12]", FROZEN);
    assertThat(ran.code()).as(ran.err()).isZero();
    Map<String, float[]> theirs = RunFiles.values(Workspace.weights(source));
    Map<String, float[]> own = RunFiles.values(Workspace.weights(run));
    assertThat(own.keySet()).filteredOn(name -> name.startsWith("encoders.")).hasSizeGreaterThan(5);
    own.forEach(
        (name, values) -> {
          if (name.startsWith("encoders.")) {
            assertThat(values).as(name).isEqualTo(theirs.get(name));
          }
        });
    assertThat(own.get("head.mlp.0.weight")).hasSize(12 * 16);
    long fresh = own.keySet().stream().filter(name -> name.startsWith("head.")).count();
    assertThat(ran.out())
        .contains(
            "weights: %d of %d parameters from %s (step %s); fresh: head.mlp.0.weight, head.mlp.0.bias, "
                .formatted(own.size() - fresh, own.size(), source, step(source)));
    assertThat(words(run)).isEqualTo(words(source)).contains("how", "many");
  }

  @Test
  void theRunRecordsWhereTheWeightsCameFrom() throws Exception {
    assertThat(tune(source).code()).isZero();
    JsonNode environment = new ObjectMapper().readTree(run.resolve("environment.json").toFile());
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Workspace.weights(source)));
    assertThat(environment.path("weights_run").asText()).isEqualTo(source.toString());
    assertThat(environment.path("weights_step").asText()).isEqualTo(step(source));
    assertThat(environment.path("weights_sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(hash));
    assertThat(Files.readString(run.resolve("spec.yaml")))
        .contains("weights:\n  run: ", "\n  parts: null\n  checkpoint: best\n");
  }

  @Test
  void theFirstUpdateStartsFromThemAndNotFromTheSeed() throws Exception {
    assertThat(tune(source, "training.max_steps=1", "training.seed=8").code()).isZero();
    Map<String, float[]> theirs = RunFiles.values(Workspace.weights(source));
    Map<String, float[]> own = RunFiles.values(Workspace.weights(run));
    float[] before = theirs.get("encoders.picture.blocks.0.conv.weight");
    float[] after = own.get("encoders.picture.blocks.0.conv.weight");
    for (int i = 0; i < before.length; i++) {
      // An update of Adam changes no value by more than its learning rate.
      assertThat(Math.abs(before[i] - after[i])).isLessThan(0.0011f);
    }
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void partsLimitWhatIsTakenOver() throws Exception {
    Ran ran = tune(source, "weights.parts=[encoders.picture.*]", FROZEN);
    assertThat(ran.code()).as(ran.err()).isZero();
    Map<String, float[]> theirs = RunFiles.values(Workspace.weights(source));
    Map<String, float[]> own = RunFiles.values(Workspace.weights(run));
    String name = "encoders.picture.blocks.0.conv.weight";
    assertThat(own.get(name)).isEqualTo(theirs.get(name));
    assertThat(ran.out()).contains("; fresh: encoders.question.embedding.weight, ");
    assertThat(words(run)).as("it learned its own").doesNotContain("many");
  }

  @Test
  void usingAndResumingTheRunNeedsTheOtherNoMore() throws Exception {
    Path other = work().copy("other");
    assertThat(tune(other).code()).isZero();
    AtomicFiles.delete(other);
    assertThat(braid("evaluate", run.toString()).code()).isZero();
    Ran ran = braid(work().resume(run, "training.epochs=2").toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("epoch   2/2 ").doesNotContain("may differ");
    assertThat(Files.readString(run.resolve("environment.json"))).contains("weights_sha256");
  }

  @Test
  void aRunWithoutACheckpointBeginsAgainFromTheSameWeightsOrNotAtAll() throws Exception {
    Path other = work().copy("other");
    assertThat(tune(other, "weights.checkpoint=last").code()).isZero();
    Map<String, String> expected = RunFiles.of(run);
    RunFiles.unfinish(run);
    Files.delete(Workspace.weights(run).resolveSibling("manifest.json"));
    Ran ran = braid(work().resume(run).toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("training begins again").contains("weights: ");
    assertThat(RunFiles.of(run)).isEqualTo(expected);

    longer(other);
    RunFiles.unfinish(run);
    Files.delete(Workspace.weights(run).resolveSibling("manifest.json"));
    ran = braid(work().resume(run).toArray(String[]::new));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains(
            "has no whole checkpoint and cannot begin again: the weights in "
                + other
                + " are not those it began with (SHA-256 ");
  }

  /** Gives a run another last checkpoint. */
  private void longer(Path other) {
    Ran ran = braid(work().resume(other, "training.epochs=2").toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @Test
  void aReplayTellsThatTheOtherRunHasOtherWeightsNow() throws Exception {
    Path other = work().copy("other");
    assertThat(tune(other, "weights.checkpoint=last").code()).isZero();
    Ran same = braid(work().replay(run).toArray(String[]::new));
    assertThat(same.out()).contains(": nothing differs\n", "the weights are identical");
    longer(other);
    Ran ran = braid(work().replay(run).toArray(String[]::new));
    assertThat(ran.out())
        .contains("  weights_step: ", "  weights_sha256: ")
        .contains("the weights are NOT identical");
  }

  @Test
  void parametersOfOtherShapesAreNamedAllAtOnce() throws Exception {
    assertRefused(
        tune(source, "inputs.picture.encoder.channels=[4, 6]"),
        "override 1 weights: ",
        " parameters have other shapes in " + source + "; give these parts the same options or",
        "\n  encoders.picture.blocks.1.conv.weight: (8, 4, 3, 3), here (6, 4, 3, 3)\n",
        "\n  encoders.picture.blocks.1.norm.weight: (8), here (6)\n");
  }

  @Test
  void aPatternThatMatchesNothingNamesTheNearest() throws Exception {
    assertRefused(
        tune(source, "weights.parts=[encoders.question.*, encoders.pictur.*]"),
        "override 4 weights.parts: 'encoders.pictur.*' matches no parameter that "
            + source
            + " has too; did you mean 'encoders.picture.*'? Known: encoders.question.*,"
            + " encoders.picture.*");
  }

  @Test
  void aReaderWithOtherOptionsIsRefusedWhereItsEncoderIsTakenOver() throws Exception {
    String changed = "inputs.question.reader.max_length=5";
    assertRefused(
        tune(source, changed),
        "inputs.question: is read in another way than in "
            + source
            + ", whose encoder of it is taken over: reader.max_length: 64 → 5; give the same"
            + " options or leave encoders.question.* out with weights.parts");
    Ran ran = tune(source, changed, "weights.parts=[encoders.picture.*]");
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  @Test
  void aComparisonHasVariantsWithAndWithoutAndStartsEachInputAlone() throws Exception {
    Workspace work = work();
    Path spec = work.file("m.yaml", Workspace.SPEC);
    String[] command = {
      "compare",
      spec.toString(),
      "training.epochs=1",
      "weights={run: " + source + ", parts: [encoders.*, head.*]}",
      "--vary",
      "weights=null,{run: " + source + "}",
      "--seeds",
      "1",
      "--comparisons",
      folder.resolve("all").toString()
    };
    compare(command);
    Leaderboard board = Leaderboard.read(folder.resolve("all/small/1/leaderboard.json"));
    assertThat(board.rows()).hasSize(5).allMatch(row -> row.error() == null);
    Path trials = folder.resolve("all/small/1/trials");
    assertThat(Files.readString(trials.resolve("only-picture-s7/spec.yaml")))
        .contains("parts: [\"encoders.*\"]");
    assertThat(Files.readString(trials.resolve("only-picture-s7/out.log"))).contains("weights: ");
    assertThat(Files.readString(trials.resolve("null-s7/out.log"))).doesNotContain("weights: ");

    Path environment = trials.resolve("only-picture-s7/1/environment.json");
    Files.writeString(
        environment,
        Files.readString(environment).replaceFirst("(\"weights_sha256\" : \").", "$1other"));
    assertThat(compare(command).out())
        .contains(
            "only-picture-s7 is trained again: the weights in "
                + source
                + " are not what they were\n")
        .contains("3 of 4 trials were finished already");
  }

  private Ran compare(String... command) throws Exception {
    try (Child child = new Child(folder.resolve("cache"), command)) {
      Ran ran = child.end();
      assertThat(ran.code()).as(ran.out()).isZero();
      return ran;
    }
  }
}
