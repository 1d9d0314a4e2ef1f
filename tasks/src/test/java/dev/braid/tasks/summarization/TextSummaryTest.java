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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextSummaryTest {

  private static final List<Sample> TRAIN =
      Samples.summaries("A red circle.", List.of("a blue square", "blue", "a square!"), "a circle");

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static Task fitted(int maxLength) throws BadDataException {
    Task task = Samples.task(Samples.text(0, maxLength, Samples.GREEDY));
    task.fit(TRAIN);
    return task;
  }

  @Test
  void targetsAreAllReferencesBetweenBeginAndEnd() throws BadDataException {
    // a 4, blue 5, circle 6, square 7, red 8; begin 2, end 3
    NDArray ids = fitted(5).targets(TRAIN, true, manager).get(0);
    assertThat(ids.getShape()).isEqualTo(new Shape(3, 3, 5));
    assertThat(ids.get("0").toLongArray())
        .containsExactly(2, 4, 8, 6, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(ids.get("1").toLongArray())
        .containsExactly(2, 4, 5, 7, 3, 2, 5, 3, 0, 0, 2, 4, 7, 3, 0);
  }

  @Test
  void aTextThatIsCutOffHasNoEnd() throws BadDataException {
    NDArray ids = fitted(2).targets(TRAIN.subList(0, 1), true, manager).get(0);
    assertThat(ids.toLongArray()).containsExactly(2, 4, 8, 0);
  }

  @Test
  void theLossOfSeveralReferencesIsThatOfAllTheirWords() throws BadDataException {
    Task task = fitted(5);
    Head head = task.head(HeadContext.of(EncodingSpec.tokens(3)));
    head.initialize(manager, 4);
    NDArray tokens = manager.create(new float[] {1, 2, 3, -1, 0, 2}, new Shape(1, 2, 3));
    double sum = 0;
    double words = 0;
    for (Object one : (List<?>) TRAIN.get(1).value("summary")) {
      List<Sample> single = Samples.summaries(one);
      double weight = task.weight(single, task.targets(single, true, manager));
      sum += loss(task, head, single, tokens) * weight;
      words += weight;
    }
    List<Sample> all = TRAIN.subList(1, 2);
    assertThat(task.weight(all, task.targets(all, true, manager))).isEqualTo(words).isEqualTo(9);
    assertThat(loss(task, head, all, tokens)).isEqualTo(sum / words, within(1e-5));
  }

  private double loss(Task task, Head head, List<Sample> samples, NDArray tokens)
      throws BadDataException {
    NDList targets = task.targets(samples, true, manager);
    Encoding fused =
        Encoding.ofTokens(
            tokens,
            manager.create(new boolean[] {true, true}, new Shape(1, 2)),
            manager.create(new boolean[] {true}));
    NDList outputs =
        head.predict(new Samples.Given(manager, fused, Map.of(), targets, true, false));
    return task.loss(outputs, targets).getFloat();
  }

  @Test
  void measuresAreThoseOfTheBestTextAgainstAllReferences() throws BadDataException {
    Task task = fitted(5);
    List<Sample> samples = Samples.summaries("red circle", List.of("a square", "blue square"));
    NDList targets = task.targets(samples, false, manager);
    NDArray logits = manager.zeros(new Shape(2, 2, 3, 9));
    long[] ids = {8, 7, 0, 8, 6, 0, 5, 7, 0, 4, 4, 4}; // red square, red circle | blue square, ...
    NDList outputs =
        new NDList(
            logits,
            manager.create(ids, new Shape(2, 2, 3)),
            manager.create(new float[] {0.5f, 0.4f, 0.9f, 0.1f}, new Shape(2, 2)));
    Evaluation evaluation = task.evaluation();
    evaluation.add(outputs, targets, samples, 2);
    Map<String, Double> result = evaluation.result();
    assertThat(result.keySet())
        .containsExactly(
            "cider-d", "bleu-4", "bleu-3", "bleu-2", "bleu-1", "rouge-l", "loss", "perplexity");
    assertThat(result.get("bleu-1")).isEqualTo(0.75);
    assertThat(result.get("bleu-3")).isZero();
    assertThat(result.get("rouge-l")).isEqualTo(0.75);
    assertThat(result.get("loss")).isEqualTo(2);
    assertThat(result.get("perplexity")).isEqualTo(9, within(1e-4));
    assertThat(task.decode(outputs, 2).get(1))
        .containsExactly(
            new Task.Prediction("blue square", 0.9f), new Task.Prediction("a a a", 0.1f));
  }

  @Test
  void theRightTextIsNamedAsItWouldBeWritten() throws BadDataException {
    assertThat(fitted(5).label("A RED  circle!")).isEqualTo("a red circle");
    assertThat(fitted(5).label(List.of("The square", "a square"))).isEqualTo("the square");
  }

  @Test
  void aSampleWithoutATextIsNamed() throws BadDataException {
    Task task = fitted(5);
    for (Object nothing : List.of("", "?!", List.of(), List.of("..."))) {
      assertThatThrownBy(() -> task.check(Samples.sample(7, "summary", nothing)))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              "train.jsonl:7: no text with words in column 'summary' (task option target);"
                  + " a sample without a summary can be neither learned from nor measured");
    }
    assertThatThrownBy(() -> task.check(Samples.sample(7, "summary", Path.of("a.txt"))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "train.jsonl:7: a file in column 'summary' (task option target) cannot be a summary;"
                + " accepted: a text or a list of texts");
  }
}
