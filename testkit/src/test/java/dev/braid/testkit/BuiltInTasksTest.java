package dev.braid.testkit;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Sample;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.classification.ClassificationTask;
import dev.braid.tasks.loss.ClassWeights;
import dev.braid.tasks.qa.QaTask;
import dev.braid.tasks.regression.NumberLoss;
import dev.braid.tasks.regression.RegressionTask;
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

  private static ClassificationTask.Options labels(boolean several, ClassWeights weights) {
    return new ClassificationTask.Options(
        "answer", several, "|", 0.5, List.of(7), Nonlinearity.TANH, 0.2, weights, 0.1, "kind");
  }

  abstract static class Classification extends TaskContract<ClassificationTask.Options> {
    @Override
    protected TaskFactory<ClassificationTask.Options> factory() {
      return new ClassificationTask();
    }
  }

  @Nested
  class OneLabel extends Classification {
    @Override
    protected ClassificationTask.Options options() {
      return labels(false, ClassWeights.NONE);
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
      return new NDList(targets.get(0).oneHot(3).mul(4)); // label smoothing punishes what is surer
    }
  }

  @Nested
  class SeveralLabels extends Classification {
    @Override
    protected ClassificationTask.Options options() {
      return labels(true, ClassWeights.BALANCED);
    }

    @Override
    protected List<Sample> train() {
      return answered("red|small", List.of("blue"), "red", "|", "blue|small", List.of("red", 3));
    }

    @Override
    protected List<Sample> test() {
      return answered("green|red", List.of(), "small");
    }

    @Override
    protected boolean chooses() {
      return false;
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      return new NDList(targets.get(0).mul(6).sub(3)); // label smoothing punishes what is surer
    }
  }

  private static List<Sample> measured(Object... numbers) {
    List<Sample> samples = new ArrayList<>();
    for (Object number : numbers) {
      String id = "samples.jsonl:" + (samples.size() + 1);
      samples.add(new Sample(id, Map.of("price", number, "area", samples.size() * 7)));
    }
    return samples;
  }

  abstract static class AnyRegression extends TaskContract<RegressionTask.Options> {
    private final boolean ordinal;
    private final NumberLoss loss;
    private final List<String> targets;

    AnyRegression(boolean ordinal, NumberLoss loss, String... targets) {
      this.ordinal = ordinal;
      this.loss = loss;
      this.targets = List.of(targets);
    }

    @Override
    protected TaskFactory<RegressionTask.Options> factory() {
      return new RegressionTask();
    }

    @Override
    protected RegressionTask.Options options() {
      return new RegressionTask.Options(targets, ordinal, loss, List.of(7), Nonlinearity.TANH, 0.2);
    }

    @Override
    protected List<Sample> train() {
      return measured(3, "1", 2.0, 5, 1, 3);
    }

    @Override
    protected List<Sample> test() {
      return measured(2, 4, 7);
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      return new NDList(targets.get(0));
    }
  }

  @Nested
  class OneNumber extends AnyRegression {
    OneNumber() {
      super(false, NumberLoss.HUBER, "price");
    }
  }

  @Nested
  class SeveralNumbers extends AnyRegression {
    SeveralNumbers() {
      super(false, NumberLoss.MAE, "price", "area");
    }
  }

  @Nested
  class SquaredNumber extends AnyRegression {
    SquaredNumber() {
      super(false, NumberLoss.MSE, "price");
    }
  }

  @Nested
  class Grades extends AnyRegression {
    Grades() {
      super(true, NumberLoss.MSE, "price");
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      return new NDList(targets.get(0).mul(40).sub(20));
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
