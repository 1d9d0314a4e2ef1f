package dev.braid.testkit.faulty;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.Option;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SampleValues;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.FusedHead;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.labels.Normalisation;
import dev.braid.tasks.loss.ClassWeights;
import dev.braid.tasks.qa.QaTask;
import dev.braid.testkit.TaskContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The built-in task {@code qa}, made worse. */
final class FaultyTask implements TaskFactory<FaultyTask.Options> {

  private static final QaTask.Options QA =
      new QaTask.Options(
          "answer",
          false,
          Normalisation.NONE,
          List.of(),
          Nonlinearity.RELU,
          0,
          ClassWeights.NONE,
          null,
          0,
          null,
          null);

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    LEAK("aStepLeavesNoArrayWithTheParameters"),
    LOSS_WITHOUT_A_GRADIENT(
        "everyParameterGetsAFiniteGradient",
        "everyParameterAndTheResultChangeInSteps",
        "theLossIsAFiniteScalarThatReachesEveryInput",
        "aFewStepsLowerTheLoss",
        "aPerfectPredictionMeasuresPerfectly"),
    ONE_CLASS("balancedOptionsGoWithAClassOfEverySample"),
    LEARNS_FROM_WHAT_IT_MEASURES("itLearnsFromTheTrainSplitAlone"),
    OTHER_EXCEPTION("aTrainingSampleWithoutItsTargetIsNamed"),
    LOSS_OF_THE_WRONG_SIGN("aPerfectPredictionMeasuresPerfectly"),
    NO_PROBABILITIES("decodesProbabilitiesTheBestFirst"),
    WORST_FIRST("decodesProbabilitiesTheBestFirst"),
    NEVER_PERFECT("aPerfectPredictionMeasuresPerfectly"),
    MEAN_OF_BATCHES("theSizeOfBatchesDoesNotChangeThePrimaryMetric"),
    VALUES_OF_ANOTHER_METRIC("valuesOfSamplesHaveThePrimaryMetricAsTheirMean"),
    NAN_WITHOUT_INPUT("aSampleWithoutAnyInputGivesFiniteOutputsAndGradients"),
    FORGETS("aTaskThatIsLoadedDoesTheSame");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends TaskContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected TaskFactory<Options> factory() {
      return new FaultyTask();
    }

    @Override
    protected Options options() {
      return new Options(fault);
    }

    @Override
    protected List<Sample> train() {
      return answered("a", "b", "c", "a", "b", "a", "a");
    }

    @Override
    protected List<Sample> test() {
      return answered("b", "d", "e");
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      return new NDList(targets.get(0).oneHot(3).mul(20));
    }

    private static List<Sample> answered(String... answers) {
      List<Sample> samples = new ArrayList<>();
      for (String answer : answers) {
        samples.add(new Sample("line:" + samples.size(), Map.of("answer", answer)));
      }
      return samples;
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "task with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public List<Column> columns(Options options) {
    return new QaTask().columns(QA);
  }

  @Override
  public Options balanced(Options options) {
    return options;
  }

  @Override
  public Task create(Options options, TaskContext context) {
    return new Worse(options.fault(), new QaTask().create(QA, context));
  }

  private record Worse(Fault fault, Task qa) implements Task {

    @Override
    public void fit(List<Sample> train) throws BadDataException {
      qa.fit(train);
    }

    @Override
    public @Nullable String classOf(Sample sample) throws BadDataException {
      String known = qa.classOf(sample);
      return fault == Fault.ONE_CLASS ? "all" : known;
    }

    @Override
    public Head head(HeadContext context) {
      return new WorseHead(fault, (FusedHead) qa.head(context));
    }

    @Override
    public NDList targets(List<Sample> samples, boolean training, NDManager manager)
        throws BadDataException {
      if (fault == Fault.LEARNS_FROM_WHAT_IT_MEASURES && !training) {
        qa.fit(samples);
      }
      try {
        return qa.targets(samples, training, manager);
      } catch (BadDataException e) {
        if (fault == Fault.OTHER_EXCEPTION) {
          throw new IllegalArgumentException(e);
        }
        throw e;
      }
    }

    @Override
    public NDArray loss(NDList outputs, NDList targets) {
      NDArray loss = qa.loss(outputs, targets);
      return switch (fault) {
        case LOSS_OF_THE_WRONG_SIGN -> loss.neg();
        case LOSS_WITHOUT_A_GRADIENT -> loss.mul(Tensors.scalar(loss, 0));
        default -> loss;
      };
    }

    @Override
    public Evaluation evaluation() {
      return switch (fault) {
        case NEVER_PERFECT -> new WorseEvaluation(qa.evaluation(), 0.9);
        case VALUES_OF_ANOTHER_METRIC -> new OtherValues(qa.evaluation(), new ArrayList<>());
        case MEAN_OF_BATCHES -> new MeanOfBatches(qa, new ArrayList<>());
        default -> qa.evaluation();
      };
    }

    @Override
    public List<List<Prediction>> decode(NDList outputs, int top) {
      List<List<Prediction>> all = new ArrayList<>();
      for (List<Prediction> row : qa.decode(outputs, top)) {
        List<Prediction> predictions = new ArrayList<>(row);
        if (fault == Fault.NO_PROBABILITIES) {
          predictions.replaceAll(p -> new Prediction(p.label(), p.probability() / 2));
        } else if (fault == Fault.WORST_FIRST) {
          Collections.reverse(predictions);
        }
        all.add(predictions);
      }
      return all;
    }

    @Override
    public String primaryMetric() {
      return qa.primaryMetric();
    }

    @Override
    public boolean higherIsBetter() {
      return qa.higherIsBetter();
    }

    @Override
    public void save(Path folder) throws IOException {
      qa.save(folder);
    }

    @Override
    public void load(Path folder) throws IOException {
      if (fault != Fault.FORGETS) {
        qa.load(folder);
      }
    }
  }

  private static final class WorseHead extends FusedHead {
    private final Fault fault;
    private final FusedHead head;

    WorseHead(Fault fault, FusedHead head) {
      this.fault = fault;
      this.head = child("head", head);
    }

    @Override
    public NDList predict(Encoding fused, boolean training) {
      NDArray logits = head.predict(fused, training).singletonOrThrow();
      return switch (fault) {
        case NAN_WITHOUT_INPUT ->
            new NDList(logits.div(fused.present().toType(DataType.FLOAT32, false).expandDims(1)));
        case LEAK -> {
          NDArray bias = head.named().get("mlp.0.bias").getArray();
          yield new NDList(bias.mul(Tensors.scalar(bias, 0)).add(logits));
        }
        default -> new NDList(logits);
      };
    }
  }

  private record WorseEvaluation(Evaluation evaluation, double factor) implements Evaluation {
    @Override
    public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
      evaluation.add(outputs, targets, samples, loss);
    }

    @Override
    public Map<String, Double> result() {
      return Map.of("accuracy", evaluation.result().get("accuracy") * factor);
    }
  }

  /** Gives each sample the loss of its batch. */
  private record OtherValues(Evaluation evaluation, List<Double> losses)
      implements Evaluation, SampleValues {
    @Override
    public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
      evaluation.add(outputs, targets, samples, loss);
      losses.addAll(Collections.nCopies(samples.size(), loss));
    }

    @Override
    public Map<String, Double> result() {
      return evaluation.result();
    }

    @Override
    public double[] values() {
      return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  private record MeanOfBatches(Task qa, List<Double> accuracies) implements Evaluation {
    @Override
    public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
      Evaluation batch = qa.evaluation();
      batch.add(outputs, targets, samples, loss);
      accuracies.add(batch.result().get("accuracy"));
    }

    @Override
    public Map<String, Double> result() {
      double sum = accuracies.stream().mapToDouble(Double::doubleValue).sum();
      return Map.of("accuracy", sum / accuracies.size());
    }
  }
}
