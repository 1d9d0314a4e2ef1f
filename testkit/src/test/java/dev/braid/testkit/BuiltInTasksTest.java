package dev.braid.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Sample;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.classification.ClassificationTask;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Pairs;
import dev.braid.tasks.labels.Normalisation;
import dev.braid.tasks.loss.ClassWeights;
import dev.braid.tasks.matching.MatchingTask;
import dev.braid.tasks.matching.Negatives;
import dev.braid.tasks.pretraining.PretrainingTask;
import dev.braid.tasks.qa.QaTask;
import dev.braid.tasks.regression.NumberLoss;
import dev.braid.tasks.regression.RegressionTask;
import dev.braid.tasks.retrieval.RetrievalTask;
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
          Normalisation.OFFICIAL,
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
      // An odd number: with the absolute error the signs of an even one may cancel.
      return measured(3, "1", 2.0, 5, 1, 3, 4);
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
          "answer",
          true,
          Normalisation.NONE,
          List.of(),
          Nonlinearity.RELU,
          0,
          ClassWeights.NONE,
          null,
          0,
          null,
          null);
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

  /** Pairs of which two have the same target, with keys of their own. */
  private static List<Sample> pairs() {
    List<Sample> samples = new ArrayList<>();
    for (String pair : List.of("a:1", "b:2", "c:3", "d:1", "e:4", "f:5")) {
      String[] sides = pair.split(":", 2);
      samples.add(
          new Sample(
              "pairs.jsonl:" + (samples.size() + 1),
              Map.of("first", sides[0], "second", sides[1], "third", "t", "scene", sides[1])));
    }
    return samples;
  }

  /** Embeddings in which what belongs together is the same and the rest at right angles. */
  private static NDList perfectSides(NDList targets, NDManager manager) {
    NDArray codes = targets.get(0);
    NDArray same = Pairs.same(codes, codes).toType(DataType.FLOAT32, false);
    NDArray vectors = Tensors.normalize(same, 1);
    long size = codes.getShape().get(0);
    return new NDList(
        vectors,
        vectors,
        manager.ones(new Shape(size, 2)),
        manager.create(new float[] {40, -20}, new Shape(1, 2)).broadcast(new Shape(size, 2)));
  }

  /** Matching alone: the contrast of a batch depends on its size, and nothing is masked here. */
  @Nested
  class PretrainingByMatching extends TaskContract<PretrainingTask.Options> {
    @Override
    protected TaskFactory<PretrainingTask.Options> factory() {
      return new PretrainingTask();
    }

    @Override
    protected PretrainingTask.Options options() {
      return new PretrainingTask.Options(
          null, null, "scene", null, new PretrainingTask.Matching(1), null, null);
    }

    @Override
    protected List<Sample> train() {
      return pairs();
    }

    @Override
    protected List<Sample> test() {
      return pairs().subList(1, 4);
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      NDArray row = manager.create(new float[] {0, 18, 18}, new Shape(1, 3));
      return new NDList(
          row, manager.ones(new Shape(targets.get(0).getShape().get(0))).mul(manager.create(20f)));
    }
  }

  abstract static class Retrieval extends TaskContract<RetrievalTask.Options> {
    @Override
    protected TaskFactory<RetrievalTask.Options> factory() {
      return new RetrievalTask();
    }

    @Override
    protected List<Sample> train() {
      return pairs();
    }

    @Override
    protected List<Sample> test() {
      return pairs().subList(1, 4);
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      return perfectSides(targets, manager);
    }

    @Override
    protected boolean chooses() {
      return false;
    }
  }

  @Nested
  class RetrievalByInfoNce extends Retrieval {
    @Override
    protected RetrievalTask.Options options() {
      return new RetrievalTask.Options(
          List.of(), List.of(), null, 5, ContrastiveLoss.INFO_NCE, 0.2, 0.1, true, 4, "mrr");
    }
  }

  @Nested
  class RetrievalBySigmoid extends Retrieval {
    @Override
    protected RetrievalTask.Options options() {
      return new RetrievalTask.Options(
          List.of("second"),
          List.of(),
          "scene",
          5,
          ContrastiveLoss.SIGMOID,
          0.2,
          0.1,
          false,
          0,
          "map");
    }
  }

  @Nested
  class RetrievalByTripletsOfAComposedQuery extends Retrieval {
    @Override
    protected List<String> inputs() {
      return List.of("first", "second", "third");
    }

    @Override
    protected RetrievalTask.Options options() {
      return new RetrievalTask.Options(
          List.of(),
          List.of("second"),
          null,
          5,
          ContrastiveLoss.TRIPLET,
          0.5,
          0.1,
          true,
          2,
          "recall@1");
    }
  }

  abstract static class Matching extends TaskContract<MatchingTask.Options> {
    @Override
    protected TaskFactory<MatchingTask.Options> factory() {
      return new MatchingTask();
    }

    @Override
    protected List<Sample> train() {
      return pairs();
    }

    @Override
    protected List<Sample> test() {
      return pairs().subList(1, 4);
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      long size = targets.get(0).getShape().get(0);
      NDArray logits =
          manager.create(new float[] {20, -20, -20}, new Shape(1, 3)).broadcast(new Shape(size, 3));
      NDList outputs = new NDList(logits, logits.onesLike());
      if (options().negatives() == Negatives.HARD) {
        outputs.addAll(perfectSides(targets, manager));
      }
      return outputs;
    }
  }

  @Nested
  class MatchingWithHardNegatives extends Matching {
    @Override
    protected MatchingTask.Options options() {
      return new MatchingTask.Options(
          null,
          List.of(),
          List.of(),
          "scene",
          Negatives.HARD,
          0.5,
          5,
          List.of(7),
          Nonlinearity.TANH,
          0.2);
    }
  }

  @Nested
  class MatchingWithRandomNegatives extends Matching {
    @Override
    protected List<String> inputs() {
      return List.of("first", "second", "third");
    }

    @Override
    protected MatchingTask.Options options() {
      return new MatchingTask.Options(
          null,
          List.of("first", "third"),
          List.of(),
          null,
          Negatives.RANDOM,
          1,
          5,
          List.of(),
          Nonlinearity.RELU,
          0);
    }
  }

  @Nested
  class MatchingOfLabelledPairs extends Matching {
    @Override
    protected MatchingTask.Options options() {
      return new MatchingTask.Options(
          "answer",
          List.of(),
          List.of(),
          null,
          Negatives.RANDOM,
          1,
          5,
          List.of(7),
          Nonlinearity.TANH,
          0);
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
      NDArray truth = targets.get(0);
      return new NDList(truth.mul(manager.create(40f)).sub(20), truth.onesLike());
    }
  }
}
