package dev.braid.testkit;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Sample;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.loss.ClassWeights;
import dev.braid.tasks.qa.QaTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The built-in tasks under the contract that strangers' tasks are held to. */
class BuiltInTasksTest {

  private static List<Sample> answered(Object... answers) {
    List<Sample> samples = new ArrayList<>();
    for (Object answer : answers) {
      String id = "samples.jsonl:" + (samples.size() + 1);
      samples.add(new Sample(id, Map.of("answer", answer, "kind", "colour")));
    }
    return samples;
  }

  abstract static class Qa extends TaskContract<QaTask.Options> {
    @Override
    protected TaskFactory<QaTask.Options> factory() {
      return new QaTask();
    }
  }

  @Nested
  class QaChoice extends Qa {
    @Override
    protected QaTask.Options options() {
      return new QaTask.Options(
          "answer",
          false,
          List.of(7),
          Nonlinearity.TANH,
          0.2,
          ClassWeights.BALANCED,
          null,
          0.1,
          null,
          "kind");
    }

    @Override
    protected List<Sample> train() {
      return answered("red", "blue", "red", 3, "blue", "red");
    }

    @Override
    protected List<Sample> test() {
      return answered("blue", "green", 3);
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      // Label smoothing punishes what is surer.
      return new NDList(targets.get(0).oneHot(3).mul(4));
    }
  }

  @Nested
  class QaBinary extends Qa {
    @Override
    protected QaTask.Options options() {
      return new QaTask.Options(
          "answer", true, List.of(), Nonlinearity.RELU, 0, ClassWeights.NONE, null, 0, null, null);
    }

    @Override
    protected List<Sample> train() {
      return answered(true, "no", 1, "false", true, "yes");
    }

    @Override
    protected List<Sample> test() {
      return answered(false, "YES");
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      float[] logits = new float[train().size()];
      long[] truth = targets.get(0).toLongArray();
      for (int i = 0; i < logits.length; i++) {
        logits[i] = truth[i] == 1 ? 20 : -20;
      }
      return new NDList(manager.create(logits, new Shape(logits.length, 1)));
    }
  }
}
