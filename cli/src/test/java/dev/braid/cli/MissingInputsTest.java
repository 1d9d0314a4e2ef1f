package dev.braid.cli;

import static dev.braid.cli.Ran.braid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was trained with modality dropout does without an input as well as one can. */
class MissingInputsTest {

  /** The answers are six colours and yes and no, so the question alone says a part. */
  private static final String SPEC =
      """
      name: dropped
      data: {type: shapes, pictures: 600, test_pictures: 100, questions: 4, kinds: [colour, presence], size: 32, max_shapes: 1}
      inputs:
        question: {modality: text, encoder: {type: bag, width: 32}}
        picture: {modality: image, reader: {size: 32}, encoder: {type: cnn, channels: [8, 16], width: 32}}
      fusion: concat
      task: {type: qa, hidden: [64], group: kind}
      training:
        {epochs: 14, batch: 32, group_by: picture, threads: 1, modality_dropout: {picture: 0.3, question: 0.1},
         optimizer: {type: adam, learning_rate: 0.005}}
      """;

  @TempDir static Path folder;
  private static Path run;
  private static Ran trained;

  @BeforeAll
  static void trainOnce() throws Exception {
    trained = train();
    run = folder.resolve("runs/dropped/1");
  }

  private static Ran train(String... more) throws Exception {
    Path file = Files.writeString(folder.resolve("dropped.yaml"), SPEC);
    String[] arguments = {"train", file.toString(), "--runs", folder.resolve("runs").toString()};
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    Ran ran = braid(all);
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran;
  }

  private static List<Double> figures(Ran ran, String measure) {
    assertThat(ran.code()).as(ran.err()).isZero();
    String line =
        ran.out().lines().filter(l -> l.startsWith("  " + measure + " ")).findFirst().orElseThrow();
    return Arrays.stream(line.strip().split(" +")).skip(1).map(Double::valueOf).toList();
  }

  private static double baseline(String name) throws Exception {
    return new ObjectMapper()
        .readTree(run.resolve("test.json").toFile())
        .at("/baselines/" + name)
        .asDouble();
  }

  @Test
  void withoutThePictureItIsAsGoodAsTheQuestionAlone() throws Exception {
    List<Double> accuracy =
        figures(braid("evaluate", run.toString(), "--missing", "picture=0,50%,1"), "accuracy");
    double alone = baseline("question only");
    assertThat(alone).isLessThan(0.6);
    assertThat(accuracy.get(0)).isGreaterThan(0.85);
    assertThat(accuracy.get(2)).isCloseTo(alone, within(0.08));
    // Half of the samples as good as with all, the other half as good as with none.
    assertThat(accuracy.get(1)).isCloseTo((accuracy.get(0) + accuracy.get(2)) / 2, within(0.08));
  }

  @Test
  void nothingMissingGivesTheFiguresOfTheRun() throws Exception {
    double tested =
        new ObjectMapper()
            .readTree(run.resolve("test.json").toFile())
            .at("/measures/accuracy")
            .asDouble();
    Ran ran = braid("evaluate", run.toString(), "--missing", "picture=0");
    assertThat(figures(ran, "accuracy").get(0)).isCloseTo(tested, within(1e-4));
  }

  @Test
  void oneSettingSaysHowManySamplesLostWhat() {
    Ran ran = braid("evaluate", run.toString(), "--missing", "picture=0.25,question=10%");
    assertThat(ran.code()).as(ran.err()).isZero();
    int samples = Integer.parseInt(ran.out().substring(0, ran.out().indexOf(' ')).replace(",", ""));
    assertThat(ran.out())
        .contains("  picture taken from %,d\n".formatted(Math.round(samples * 0.25)))
        .contains("  question taken from %,d\n".formatted(Math.round(samples * 0.1)));
  }

  @Test
  void severalSettingsMakeATableAndEverythingMayBeMissing() {
    Ran ran =
        braid(
            "evaluate",
            run.toString(),
            "--missing",
            "picture=0,1,question=100%",
            "--missing",
            "question=0.5");
    assertThat(figures(ran, "accuracy")).hasSize(3).allMatch(Double::isFinite);
    assertThat(ran.out())
        .containsPattern("question missing +100 % +100 % +50 %\n")
        .containsPattern("picture missing +0 % +100 % +0 %\n");
  }

  @Test
  void trainingIsRepeatable() throws Exception {
    byte[][] weights = new byte[2][];
    for (int i = 0; i < 2; i++) {
      train("name=again" + i, "training.epochs=1");
      weights[i] = Files.readAllBytes(Workspace.weights(folder.resolve("runs/again" + i + "/1")));
    }
    assertThat(weights[1]).isEqualTo(weights[0]);
    train("name=other", "training.epochs=1", "training.modality_dropout.picture=0.31");
    assertThat(Files.readAllBytes(Workspace.weights(folder.resolve("runs/other/1"))))
        .isNotEqualTo(weights[0]);
  }

  @Test
  void vectorsThatWillNotLearnAreNamed() throws Exception {
    assertThat(trained.out()).doesNotContain("will not learn");
    Ran without =
        train("name=without", "training.epochs=1", "training.modality_dropout={question: 0.1}");
    assertThat(without.out())
        .contains(
            "note: no train sample lacks an input, so fusion.missing.picture will not learn;"
                + " training.modality_dropout would teach it\n");
  }
}
