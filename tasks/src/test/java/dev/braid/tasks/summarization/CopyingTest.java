package dev.braid.tasks.summarization;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.braid.tasks.generation.Decoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A decoder learns to name the words that tokens stand for, in order, and when to stop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyingTest {

  private static final List<String> COLOURS = List.of("red", "blue", "green", "white", "black");
  private static final int MOST = 4;
  private static final int WIDTH = COLOURS.size() + MOST;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private Task task;
  private Head head;
  private List<int[]> heldOut;

  /** Sequences of one to four colours; a fifth of them, by their sum, is never trained on. */
  private static List<int[]> sequences(Random random, int size, boolean held) {
    List<int[]> found = new ArrayList<>();
    while (found.size() < size) {
      int[] one = random.ints(1 + random.nextInt(MOST), 0, COLOURS.size()).toArray();
      boolean out = Arrays.stream(one).sum() % 5 == 0 && one.length > 1;
      if (out == held) {
        found.add(one);
      }
    }
    return found;
  }

  private static List<Sample> samples(List<int[]> sequences) {
    return Samples.summaries(
        sequences.stream()
            .map(one -> String.join(" ", Arrays.stream(one).mapToObj(COLOURS::get).toList()))
            .toArray());
  }

  /** A token for each word: which it is and where it stands. */
  private static Encoding encoding(List<int[]> sequences, NDManager manager) {
    float[] values = new float[sequences.size() * MOST * WIDTH];
    boolean[] mask = new boolean[sequences.size() * MOST];
    boolean[] present = new boolean[sequences.size()];
    for (int i = 0; i < sequences.size(); i++) {
      int[] one = sequences.get(i);
      present[i] = one.length > 0;
      for (int t = 0; t < one.length; t++) {
        int token = i * MOST + t;
        mask[token] = true;
        values[token * WIDTH + one[t]] = 1;
        values[token * WIDTH + COLOURS.size() + t] = 1;
      }
    }
    return Encoding.ofTokens(
        manager.create(values, new Shape(sequences.size(), MOST, WIDTH)),
        manager.create(mask, new Shape(sequences.size(), MOST)),
        manager.create(present));
  }

  private static Samples.Given pass(
      Task task, List<int[]> sequences, NDManager scope, boolean training) {
    try {
      NDList targets = task.targets(samples(sequences), training, scope);
      return new Samples.Given(
          scope, encoding(sequences, scope), Map.of(), targets, training, false);
    } catch (BadDataException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  void learn() throws BadDataException {
    Random random = new Random(1);
    heldOut = sequences(random, 100, true);
    task = decoding(Samples.GREEDY);
    head = task.head(HeadContext.of(EncodingSpec.tokens(WIDTH)));
    head.initialize(manager, 2);
    Samples.learn(
        task,
        head,
        350,
        0.004,
        manager,
        scope -> pass(task, sequences(random, 32, false), scope, true));
  }

  @AfterAll
  void close() {
    manager.close();
  }

  private Head like(Head trained, Task other) {
    Head copy = other.head(HeadContext.of(EncodingSpec.tokens(WIDTH)));
    copy.initialize(manager, 9);
    copy.named()
        .forEach(
            (name, parameter) -> {
              parameter.getArray().setRequiresGradient(false);
              trained.named().get(name).getArray().copyTo(parameter.getArray());
            });
    return copy;
  }

  private Task decoding(Decoding decoding) throws BadDataException {
    Task other = Samples.task(Samples.text(0.1, 6, decoding));
    other.fit(samples(sequences(new Random(1), 500, false)));
    return other;
  }

  private static double exact(List<List<Task.Prediction>> decoded, List<Sample> samples) {
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      Object truth = samples.get(i).value("summary");
      right += decoded.get(i).get(0).label().equals(truth) ? 1 : 0;
    }
    return (double) right / samples.size();
  }

  @Test
  void sequencesThatWereHeldOutAreNamedWordByWord() throws BadDataException {
    try (NDManager scope = manager.newSubManager()) {
      NDList outputs = head.predict(pass(task, heldOut, scope, false));
      List<Sample> samples = samples(heldOut);
      // Two words by chance are right for one in 25, four for one in 625.
      assertThat(exact(task.decode(outputs, 1), samples)).isGreaterThan(0.9);
      NDList targets = task.targets(samples, false, scope);
      Evaluation evaluation = task.evaluation();
      evaluation.add(outputs, targets, samples, task.loss(outputs, targets).getFloat());
      Map<String, Double> result = evaluation.result();
      assertThat(result.get("bleu-1")).isGreaterThan(0.95);
      assertThat(result.get("rouge-l")).isGreaterThan(0.95);
      assertThat(result.get("perplexity")).isBetween(1.0, 1.5);
      assertThat(result.get("loss")).isGreaterThan(Math.log(result.get("perplexity")));
    }
  }

  @Test
  void withoutTargetsTheSameTextsAreWritten() {
    try (NDManager scope = manager.newSubManager()) {
      NDList known = head.predict(pass(task, heldOut, scope, false));
      NDList alone =
          head.predict(
              new Samples.Given(scope, encoding(heldOut, scope), Map.of(), null, false, false));
      assertThat(task.decode(alone, 5)).isEqualTo(task.decode(known, 5));
    }
  }

  @Test
  void theSearchIsThatOfTheOptionsAndGreedyInValidation() throws BadDataException {
    Task one = decoding(new Decoding(Decoding.Method.BEAM, 1, 0.6, 0, 1, null, 1));
    Task four = decoding(new Decoding(Decoding.Method.BEAM, 4, 0.6, 0, 1, null, 1));
    try (NDManager scope = manager.newSubManager()) {
      Samples.Given pass = pass(task, heldOut, scope, false);
      List<List<Task.Prediction>> greedy = task.decode(head.predict(pass), 4);
      assertThat(one.decode(like(head, one).predict(pass), 4)).isEqualTo(greedy);
      List<List<Task.Prediction>> beam = four.decode(like(head, four).predict(pass), 4);
      for (int i = 0; i < heldOut.size(); i++) {
        assertThat(beam.get(i)).hasSize(4);
        assertThat(beam.get(i).get(0).probability())
            .as("the best of four beginnings for %s", greedy.get(i))
            .isGreaterThanOrEqualTo(greedy.get(i).get(0).probability() - 1e-5);
      }
      Samples.Given validating =
          new Samples.Given(scope, pass.fused(), Map.of(), pass.targets(), false, true);
      assertThat(four.decode(like(head, four).predict(validating), 4))
          .as("in validation")
          .isEqualTo(greedy);
    }
  }

  @Test
  void aSampleWithoutAnyInputGetsATextToo() {
    List<int[]> nothing = List.of(new int[0], heldOut.get(0));
    try (NDManager scope = manager.newSubManager()) {
      NDList outputs =
          head.predict(
              new Samples.Given(scope, encoding(nothing, scope), Map.of(), null, false, false));
      List<List<Task.Prediction>> texts = task.decode(outputs, 1);
      assertThat(texts.get(0).get(0).label()).isNotBlank();
      assertThat(texts.get(0).get(0).probability()).isBetween(0.0, 1.0);
      assertThat(texts.get(1).get(0).label()).isEqualTo(samples(heldOut).get(0).value("summary"));
    }
  }

  @Test
  void aSavedTaskWritesTheSame(@TempDir Path folder) throws Exception {
    task.save(folder);
    Task loaded = Samples.task(Samples.text(0.1, 6, Samples.GREEDY));
    loaded.load(folder);
    try (NDManager scope = manager.newSubManager()) {
      Samples.Given pass = pass(task, heldOut, scope, false);
      assertThat(loaded.decode(like(head, loaded).predict(pass), 5))
          .isEqualTo(task.decode(head.predict(pass), 5));
    }
  }
}
