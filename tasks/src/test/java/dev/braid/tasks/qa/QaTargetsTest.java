package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets and loss of the task, by hand: logits of 0 make every answer as likely. */
class QaTargetsTest {

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anAnswerNeverSeenInTrainingHasNoLossInEvaluation() throws BadDataException {
    Task task = fitted("{}", "blue", "blue", "red");
    List<Sample> samples = Tasks.answered("red", "purple");
    NDList targets = task.targets(samples, false, manager);
    assertThat(targets.get(0).toLongArray()).containsExactly(1, -1);
    // Were the second counted as well, it would bring the loss up.
    double loss = loss(task, targets, new float[] {0, 0, 9, -9});
    assertThat(loss).isEqualTo(Math.log(2), within(1e-6));
  }

  @Test
  void anAnswerOutsideOfMaxAnswersHasNoLossInTraining() throws BadDataException {
    Task task = fitted("{'max_answers': 2}", "blue", "blue", "red", "red", "purple");
    NDList targets = task.targets(Tasks.answered("blue", "purple"), true, manager);
    assertThat(targets.get(0).toLongArray()).containsExactly(0, -1);
    assertThat(loss(task, targets, new float[] {0, 0, 9, -9})).isEqualTo(Math.log(2), within(1e-6));
  }

  @Test
  void anAnswerOutsideOfMaxAnswersIsOfNoClassOnceThatIsKnown() throws BadDataException {
    List<Sample> samples = Tasks.answered("blue", "purple");
    assertThat(Tasks.qa("{'max_answers': 2}").classOf(samples.get(1))).isEqualTo("purple");
    Task task = fitted("{'max_answers': 2}", "blue", "blue", "red", "red", "purple");
    assertThat(task.classOf(samples.get(0))).isEqualTo("blue");
    assertThat(task.classOf(samples.get(1))).isNull();
  }

  @Test
  void targetsAreNamedAsPredictionsAre() throws BadDataException {
    assertThat(Tasks.qa("{}").label(" dark blue ")).isEqualTo("dark blue");
    Task judges = Tasks.qa("{'binary': true}");
    assertThat(List.of("Yes", 1, 1.0, true).stream().map(judges::label)).containsOnly("true");
    assertThat(judges.label("maybe")).isEqualTo("maybe");
  }

  @Test
  void anAnswerThatTheTaskDidNotLearnIsAnErrorInTraining() throws BadDataException {
    Task task = fitted("{}", "blue", "red");
    assertThatThrownBy(() -> task.targets(Tasks.answered("blue", "purple"), true, manager))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:2: 'purple' in column 'answer' (task option target) is not among the"
                + " answers of the train split that the task learned from");
  }

  @Test
  void aSampleWithoutAnswerCannotBeMeasured() throws BadDataException {
    Task task = fitted("{}", "blue", "red");
    assertThatThrownBy(
            () -> task.targets(List.of(Tasks.sample(3, "question", "why?")), false, manager))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:3: no value in column 'answer' (task option target);"
                + " a sample without an answer cannot be measured");
  }

  @Test
  void balancedWeightsMakeRareAnswersCountMore() throws BadDataException {
    Task task = fitted("{'class_weights': 'balanced'}", "blue", "blue", "blue", "red");
    NDList targets = task.targets(Tasks.answered("blue", "red"), true, manager);
    // Weights are 4/(2*3) and 4/(2*1): the second sample counts three times as much.
    float log3 = (float) Math.log(3);
    double expected = (Math.log(4) - Math.log(3) + 3 * Math.log(2)) / 4;
    assertThat(loss(task, targets, new float[] {log3, 0, 0, 0})).isEqualTo(expected, within(1e-6));
  }

  @Test
  void severalPeoplesAnswersGiveTheSharesOfThoseThatCanBeChosen() throws BadDataException {
    Task task = fitted("{'soft_targets': 'all'}", "blue", "blue", "red");
    Sample shared =
        Tasks.sample(1, "answer", "blue", "all", List.of("blue", "red ", "blue", "pink", "blue"));
    Sample unknown = Tasks.sample(2, "answer", "blue", "all", List.of("pink", "violet"));
    float log3 = (float) Math.log(3);
    // p is 3/4 and 1/4, and so are the shares; the second sample has no loss.
    double expected = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    NDList targets = task.targets(List.of(shared, unknown), true, manager);
    assertThat(loss(task, targets, new float[] {log3, 0, 9, -9})).isEqualTo(expected, within(1e-6));
  }

  @Test
  void answersAreSeenAndSharedInTheirNormalForm() throws BadDataException {
    String options = "{'normalise': 'official', 'soft_targets': 'all'}";
    Task task = Tasks.qa(options);
    task.fit(Tasks.answered("Blue", "blue", "red."));
    Sample sample = Tasks.sample(1, "answer", "BLUE", "all", List.of("a blue", "Red", "blue."));
    Sample unseen = Tasks.sample(2, "answer", "blueish", "all", List.of("Pink"));
    NDList targets = task.targets(List.of(sample, unseen), false, manager);
    assertThat(targets.get(0).toLongArray()).containsExactly(0, -1);
    float log2 = (float) Math.log(2);
    // p is 2/3 and 1/3, and so are the shares; the second sample has no loss.
    double expected = -(2 * Math.log(2 / 3.0) + Math.log(1 / 3.0)) / 3;
    assertThat(loss(task, targets, new float[] {log2, 0, 9, -9})).isEqualTo(expected, within(1e-6));
  }

  @Test
  void softTargetsThatAreMissingNameTheirColumn() throws BadDataException {
    Task task = fitted("{'soft_targets': 'all'}", "blue", "red");
    assertThatThrownBy(() -> task.targets(Tasks.answered("blue"), true, manager))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:1: no value in column 'all' (task option soft_targets);"
                + " every training sample needs an answer");
  }

  @Test
  void labelSmoothingKeepsASureAnswerFromHavingNoLoss() throws BadDataException {
    Task task = fitted("{'label_smoothing': 0.2}", "blue", "red");
    NDList targets = task.targets(Tasks.answered("blue"), true, manager);
    assertThat(loss(task, targets, new float[] {50, -50})).isEqualTo(10, within(1e-4));
  }

  @Test
  void binaryLossIsThatOfOneLogit() throws BadDataException {
    Task task = fitted("{'binary': true}", "yes", "no");
    NDList targets = task.targets(Tasks.answered(true, "NO", 1, 0), true, manager);
    assertThat(targets.get(0).toLongArray()).containsExactly(1, 0, 1, 0);
    double small = Math.log1p(Math.exp(-2));
    assertThat(loss(task, targets, 1, new float[] {2, -2, -100, 100}))
        .isEqualTo((2 * small + 200) / 4, within(1e-4));
  }

  @Test
  void binaryTakesBalancedWeightsAndSharesToo() throws BadDataException {
    Task balanced = fitted("{'binary': true, 'class_weights': 'balanced'}", 1, 0, 0, 0);
    NDList targets = balanced.targets(Tasks.answered(1, 0), true, manager);
    // log 2 for the true sample, which counts three times, and log(4/3) for the false one.
    assertThat(loss(balanced, targets, 1, new float[] {0, (float) -Math.log(3)}))
        .isEqualTo((3 * Math.log(2) + Math.log(4 / 3.0)) / 4, within(1e-6));

    Task soft = fitted("{'binary': true, 'soft_targets': 'all'}", 1, 0);
    Sample sample = Tasks.sample(1, "answer", 1, "all", List.of("yes", "no", "yes", "yes"));
    assertThat(
            loss(
                soft,
                soft.targets(List.of(sample), true, manager),
                1,
                new float[] {(float) Math.log(3)}))
        .isEqualTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), within(1e-6));
  }

  private double loss(Task task, NDList targets, float[] logits) {
    return loss(task, targets, 2, logits);
  }

  private double loss(Task task, NDList targets, int outputs, float[] logits) {
    NDArray x = manager.create(logits, new Shape(logits.length / outputs, outputs));
    return task.loss(new NDList(x), targets).getFloat();
  }

  private static Task fitted(String options, Object... answers) throws BadDataException {
    Task task = Tasks.qa(options);
    task.fit(Tasks.answered(answers));
    return task;
  }
}
