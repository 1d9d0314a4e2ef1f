package dev.braid.tasks.qa;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.FusedHead;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A head learns toy problems from vectors; measured on samples it was not trained on. */
class QaLearningTest {

  @Test
  void learnsWhichOfThreeQuartersAPointLiesIn() throws BadDataException {
    Toy train = Toy.draw(240, 1, "east", "north", "west");
    Toy test = Toy.draw(300, 2, "east", "north", "west");
    // Always saying the most frequent of three answers is right for about a third.
    assertThat(test.majority()).isLessThan(0.42);
    assertThat(heldOut("{'hidden': [16]}", train, test)).isGreaterThan(0.95);
  }

  @Test
  void oneLogitLearnsWhichOfTwoSidesAPointLiesOn() throws BadDataException {
    Toy train = Toy.draw(160, 3, "yes", "no");
    Toy test = Toy.draw(300, 4, "yes", "no");
    assertThat(test.majority()).isLessThan(0.58);
    assertThat(heldOut("{'binary': true, 'hidden': []}", train, test)).isGreaterThan(0.95);
  }

  private static double heldOut(String options, Toy train, Toy test) throws BadDataException {
    Task task = Tasks.qa(options);
    task.fit(train.samples());
    FusedHead head = (FusedHead) task.head(HeadContext.of(EncodingSpec.pooled(2)));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      head.initialize(manager, 5);
      for (int step = 0; step < 150; step++) {
        descend(task, head, train, manager);
      }
      try (NDManager scope = manager.newSubManager()) {
        NDList outputs = head.predict(test.encoding(scope), false);
        NDList targets = task.targets(test.samples(), false, scope);
        Evaluation evaluation = task.evaluation();
        evaluation.add(outputs, targets, test.samples(), task.loss(outputs, targets).getFloat());
        return evaluation.result().get("accuracy");
      }
    }
  }

  /** One step of gradient descent on the whole train split. */
  private static void descend(Task task, FusedHead head, Toy train, NDManager manager)
      throws BadDataException {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList outputs = head.predict(train.encoding(scope), true);
      collector.backward(task.loss(outputs, task.targets(train.samples(), true, scope)));
      for (Parameter parameter : head.named().values()) {
        NDArray value = parameter.getArray();
        NDArray gradient = value.getGradient();
        gradient.attach(scope);
        value.setRequiresGradient(false);
        value.subi(gradient.mul(0.5f));
        value.setRequiresGradient(true);
        gradient.subi(gradient.duplicate());
      }
    }
  }

  /** Points around as many centres as there are answers. */
  private record Toy(List<Sample> samples, float[] points) {

    static Toy draw(int size, long seed, String... answers) {
      Random random = new Random(seed);
      List<Sample> samples = new ArrayList<>();
      float[] points = new float[2 * size];
      for (int i = 0; i < size; i++) {
        int answer = random.nextInt(answers.length);
        double angle = 2 * Math.PI * answer / answers.length;
        points[2 * i] = (float) (3 * Math.cos(angle) + 0.6 * random.nextGaussian());
        points[2 * i + 1] = (float) (3 * Math.sin(angle) + 0.6 * random.nextGaussian());
        samples.add(Tasks.sample(i + 1, "answer", answers[answer]));
      }
      return new Toy(samples, points);
    }

    Encoding encoding(NDManager manager) {
      NDArray values = manager.create(points, new Shape(samples.size(), 2));
      boolean[] present = new boolean[samples.size()];
      java.util.Arrays.fill(present, true);
      return Encoding.ofPooled(values, manager.create(present));
    }

    double majority() {
      return samples.stream()
              .collect(
                  java.util.stream.Collectors.groupingBy(
                      sample -> sample.value("answer"), java.util.stream.Collectors.counting()))
              .values()
              .stream()
              .mapToLong(Long::longValue)
              .max()
              .orElseThrow()
          / (double) samples.size();
    }
  }
}
