package dev.braid.tasks.summarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameSummaryTest {

  private static final int KINDS = 3;
  private static final int FRAMES = 12;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @TempDir Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  private static Task task(SummarizationTask.Options options) throws BadDataException {
    Task task = Samples.task(options);
    task.fit(List.of(Samples.sample(1, "scores", List.of(0, 1))));
    return task;
  }

  private static Task plain() throws BadDataException {
    return task(Samples.frames(FrameLoss.MSE, null, null, 0.3));
  }

  /**
   * Clips whose frames are of three kinds, and which kind is asked for: the same frame counts in
   * one clip and not in another.
   */
  private record Clips(List<Sample> samples, float[] frames, float[] wanted) {

    static Clips draw(Random random, int size) {
      List<Sample> samples = new ArrayList<>();
      float[] frames = new float[size * FRAMES * KINDS];
      float[] wanted = new float[size * KINDS];
      for (int i = 0; i < size; i++) {
        int asked = random.nextInt(KINDS);
        wanted[i * KINDS + asked] = 1;
        List<Integer> scores = new ArrayList<>();
        for (int t = 0; t < FRAMES; t++) {
          int kind = random.nextInt(KINDS);
          frames[(i * FRAMES + t) * KINDS + kind] = 1;
          scores.add(kind == asked ? 1 : 0);
        }
        samples.add(Samples.sample(i, "scores", scores, "users", List.of(scores)));
      }
      return new Clips(samples, frames, wanted);
    }

    Samples.Given pass(Task task, NDManager scope, boolean training) {
      int size = samples.size();
      NDArray present = scope.ones(new Shape(size)).gt(0);
      Encoding clip =
          Encoding.ofTokens(
              scope.create(frames, new Shape(size, FRAMES, KINDS)),
              scope.ones(new Shape(size, FRAMES)).gt(0),
              present);
      Encoding fused = Encoding.ofPooled(scope.create(wanted, new Shape(size, KINDS)), present);
      try {
        return new Samples.Given(
            scope,
            fused,
            Map.of("clip", clip),
            task.targets(samples, training, scope),
            training,
            false);
      } catch (BadDataException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FrameLoss.class)
  void learnsWhichFramesMatterInTheLightOfOtherInputs(FrameLoss loss) throws BadDataException {
    Task task = task(Samples.frames(loss, "users", null, 0.5));
    Head head = task.head(new HeadContext(EncodingSpec.pooled(KINDS), Map.of("clip", KINDS)));
    head.initialize(manager, 3);
    Clips held = Clips.draw(new Random(99), 60);
    Map<String, Double> before = measure(task, head, held);
    Random random = new Random(5);
    Samples.learn(
        task, head, 150, 0.02, manager, scope -> Clips.draw(random, 32).pass(task, scope, true));
    Map<String, Double> after = measure(task, head, held);
    assertThat(before.get("kendall")).isLessThan(0.4);
    // Scores of a kind differ by nothing but rounding; where targets are tied tau-b stays below 1.
    assertThat(after.get("kendall")).isGreaterThan(0.75);
    assertThat(after.get("spearman")).isGreaterThan(0.75);
    assertThat(after.get("f-score-max")).isGreaterThan(before.get("f-score-max") + 0.1);
  }

  private Map<String, Double> measure(Task task, Head head, Clips clips) throws BadDataException {
    try (NDManager scope = manager.newSubManager()) {
      Samples.Given pass = clips.pass(task, scope, false);
      NDList outputs = head.predict(pass);
      Evaluation evaluation = task.evaluation();
      evaluation.add(
          outputs, pass.targets(), clips.samples(), task.loss(outputs, pass.targets()).getFloat());
      return evaluation.result();
    }
  }

  /** Outputs as the head gives them: scores by clip, and frames that say nothing. */
  private NDList outputs(double[]... scores) {
    int most = 0;
    for (double[] clip : scores) {
      most = Math.max(most, clip.length);
    }
    float[] logits = new float[scores.length * most];
    float[] real = new float[logits.length];
    float[] frames = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      for (int t = 0; t < scores[i].length; t++) {
        logits[i * most + t] = (float) Math.log(scores[i][t] / (1 - scores[i][t]));
        real[i * most + t] = 1;
        frames[i * most + t] = t / 3 * 10; // a shot is three frames
      }
    }
    Shape shape = new Shape(scores.length, most);
    return new NDList(
        manager.create(logits, shape),
        manager.create(real, shape),
        manager.create(frames, shape).expandDims(2));
  }

  @Test
  void keptFramesHaveTheScoreAtTheirPlaceAndPaddingHasNoLoss() throws BadDataException {
    List<Sample> samples =
        List.of(
            Samples.sample(1, "scores", List.of(0, 0.5, 1, 0.5, 0, 1)),
            Samples.sample(2, "scores", List.of(0.25, 0.75)));
    Task task = plain();
    NDList outputs = outputs(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5, 0.5});
    // Places 0, 2, 4 of six and 0, 0, 1, 1 of two.
    double first = (0.25 + 0.25 + 0.25) / 3;
    double second = 4 * 0.0625 / 4;
    NDList targets = task.targets(samples, true, manager);
    assertThat(task.loss(outputs, targets).getFloat())
        .isEqualTo((float) (first + second) / 2, within(1e-6f));
    assertThat(FrameScores.at(3, 0, 0.5, 1, 0.5, 0, 1)).containsExactly(0, 1, 0);
    assertThat(FrameScores.at(4, 0.25, 0.75)).containsExactly(0.25, 0.25, 0.75, 0.75);
  }

  @Test
  void scoresOfAnyRangeBecomeZeroToOne() throws BadDataException {
    Task task = Samples.task(Samples.frames(FrameLoss.MSE, null, null, 0.3));
    task.fit(List.of(Samples.sample(1, "scores", List.of(1, 2, 5))));
    NDList targets =
        task.targets(List.of(Samples.sample(2, "scores", List.of(1, 3, 5, 9))), false, manager);
    assertThat(targets.get(0).toFloatArray()).containsExactly(0, 0.5f, 1, 1);
  }

  @Test
  void theSummaryIsTheShotsThatAreWorthMostWithinTheBudget() throws BadDataException {
    double[] scores = {0.1, 0.1, 0.1, 0.9, 0.8, 0.7, 0.2, 0.2, 0.2, 0.3, 0.95, 0.3};
    // 0.3 of twelve frames are three: one shot.
    assertThat(plain().decode(outputs(scores), 5).get(0))
        .extracting(Task.Prediction::label)
        .containsExactly("frame 3 of frames 3-5");
    Task half = task(Samples.frames(FrameLoss.BCE, null, null, 0.5));
    List<Task.Prediction> two = half.decode(outputs(scores), 5).get(0);
    assertThat(two)
        .extracting(Task.Prediction::label)
        .containsExactly("frame 10 of frames 9-11", "frame 3 of frames 3-5");
    assertThat(two.get(0).probability()).isEqualTo(0.95, within(1e-6));
    Task little = task(Samples.frames(FrameLoss.BCE, null, null, 0.1));
    assertThat(little.decode(outputs(scores), 5).get(0))
        .extracting(Task.Prediction::label)
        .as("no shot fits in, so the best frame within the budget")
        .containsExactly("frame 10 of frames 10-10");
  }

  @Test
  void whereNoShotIsShortEnoughSingleFramesAreChosenAndMeasured() throws BadDataException {
    double[] scores = {0.1, 0.1, 0.7, 0.9, 0.8, 0.1, 0.2, 0.2, 0.2, 0.3, 0.6, 0.3};
    Task task = task(Samples.frames(FrameLoss.BCE, "users", null, 0.2));
    NDList outputs = outputs(scores); // shots of three frames, and room for two
    assertThat(task.decode(outputs, 5).get(0))
        .extracting(Task.Prediction::label)
        .containsExactly("frame 3 of frames 3-3", "frame 4 of frames 4-4");
    List<Integer> user = List.of(0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0);
    Sample sample = Samples.sample(1, "scores", user, "users", List.of(user));
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, task.targets(List.of(sample), false, manager), List.of(sample), 0.5);
    assertThat(evaluation.result()).containsEntry("f-score-mean", 1.0);
  }

  @Test
  void theFrameThatMattersMostIsNamed() throws BadDataException {
    assertThat(plain().label(List.of(1, 5, 2.5, 5))).isEqualTo("frame 1 of 4");
  }

  @Test
  void aSummaryIsMeasuredInTheFramesOfTheWholeClip() throws BadDataException {
    double[] scores = {0.1, 0.1, 0.1, 0.9, 0.8, 0.7, 0.2, 0.2, 0.2, 0.3, 0.9, 0.3};
    List<Integer> same = new ArrayList<>(Collections.nCopies(24, 0));
    Collections.fill(same.subList(6, 12), 1); // frames 3 to 5 of twelve
    List<Integer> other = new ArrayList<>(Collections.nCopies(24, 0));
    Collections.fill(other.subList(9, 15), 1);
    Sample sample =
        Samples.sample(
            1,
            "scores",
            List.of(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0),
            "users",
            List.of(same, other),
            "people",
            List.of(List.of(1, 2), List.of(2, 1)));
    Task task = task(Samples.frames(FrameLoss.BCE, "users", "people", 0.3));
    NDList outputs = outputs(scores);
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, task.targets(List.of(sample), false, manager), List.of(sample), 0.5);
    Map<String, Double> result = evaluation.result();
    assertThat(result.get("f-score-max")).isEqualTo(1);
    assertThat(result.get("f-score-mean")).isEqualTo(0.75);
    assertThat(result.get("kendall")).as("of two people who disagree").isEqualTo(0, within(1e-9));
    assertThat(result.get("loss")).isEqualTo(0.5);
  }

  @Test
  void aSampleWithoutFramesIsFiniteAndLeftOutOfTheMeasures() throws BadDataException {
    Task task = plain();
    Head head = task.head(new HeadContext(EncodingSpec.pooled(KINDS), Map.of("clip", KINDS)));
    head.initialize(manager, 3);
    NDArray nothing = manager.zeros(new Shape(1)).gt(0);
    Encoding clip =
        Encoding.ofTokens(
            manager.zeros(new Shape(1, 2, KINDS)), manager.zeros(new Shape(1, 2)).gt(0), nothing);
    Encoding fused =
        Encoding.ofPooled(
            manager.create(new float[] {Float.NaN, 1, 2}, new Shape(1, KINDS)), nothing);
    List<Sample> samples = List.of(Samples.sample(1, "scores", List.of(0, 1)));
    NDList targets = task.targets(samples, false, manager);
    NDList outputs =
        head.predict(
            new Samples.Given(manager, fused, Map.of("clip", clip), targets, false, false));
    assertThat(task.loss(outputs, targets).getFloat()).isZero();
    assertThat(task.decode(outputs, 3).get(0)).containsExactly(new Task.Prediction("no frames", 0));
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, targets, samples, 0);
    assertThat(evaluation.result()).containsEntry("kendall", 0.0);
    assertThat(evaluation.details()).containsEntry("without_frames", 1L);
  }

  @Test
  void whatIsLearnedIsSavedAndDamageIsNamed() throws Exception {
    Task task = Samples.task(Samples.frames(FrameLoss.MSE, null, null, 0.3));
    task.fit(List.of(Samples.sample(1, "scores", List.of(1, 2, 5))));
    task.save(folder);
    Task loaded = Samples.task(Samples.frames(FrameLoss.MSE, null, null, 0.3));
    loaded.load(folder);
    List<Sample> samples = List.of(Samples.sample(2, "scores", List.of(1, 3, 5)));
    assertThat(loaded.targets(samples, false, manager).get(0).toFloatArray())
        .isEqualTo(task.targets(samples, false, manager).get(0).toFloatArray());
    Path file = folder.resolve("scores.txt");
    for (String text : List.of("1\n", "5\n1\n", "1\nNaN\n", "one\n2\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> loaded.load(folder))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " is damaged: ");
    }
  }

  @Test
  void scoresThatCannotBeUsedAreNamed() throws BadDataException {
    Task task = plain();
    assertRefused(task, "it", "train.jsonl:3: column 'scores' (task option target) is not a list");
    assertRefused(
        task,
        List.of(),
        "train.jsonl:3: no value in column 'scores' (task option target);"
            + " a sample without scores can be neither learned from nor measured");
    assertRefused(
        task,
        List.of(1, "much"),
        "train.jsonl:3: 'much' in column 'scores' (task option target) is not a number");
    Task users = task(Samples.frames(FrameLoss.BCE, "users", null, 0.3));
    assertThatThrownBy(
            () -> users.check(Samples.sample(3, "scores", List.of(1), "users", List.of(0, 1))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:3: column 'users' (task option users) holds a list for each person,"
                + " and in that a number for each frame");
    assertThatThrownBy(
            () ->
                Samples.task(Samples.frames(FrameLoss.BCE, null, null, 0.3))
                    .fit(List.of(Samples.sample(1, "scores", List.of(2, 2)))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "column 'scores' (task option target): every score of the train split is 2.0;"
                + " there is nothing to tell apart");
  }

  private static void assertRefused(Task task, Object value, String message) {
    assertThatThrownBy(() -> task.check(Samples.sample(3, "scores", value)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }
}
