package dev.braid.tasks.qa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.loss.CrossEntropy;
import dev.braid.tasks.loss.Likelihood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Choosing among the answers of the train split by softmax and cross-entropy, or telling true from
 * false by one logit and binary cross-entropy, which is the same loss with another likelihood.
 */
final class Qa implements Task {

  private final QaTask.Options options;
  private final LabelColumn target;
  private final Likelihood likelihood;
  private @Nullable Answers learned;

  Qa(QaTask.Options options) {
    this.options = options;
    this.target = new LabelColumn(options.target(), "target", options.binary());
    this.likelihood = options.binary() ? Likelihood.SIGMOID : Likelihood.SOFTMAX;
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    learned = Answers.learn(train, target, options);
  }

  @Override
  public @Nullable String classOf(Sample sample) throws BadDataException {
    String answer = target.require(sample, "every training sample needs an answer");
    boolean left =
        learned != null && options.maxAnswers() != null && learned.labels().number(answer) < 0;
    return left ? null : answer;
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    String otherwise = "a sample without an answer can be neither learned from nor measured";
    target.require(sample, otherwise);
    LabelColumn several = several(options);
    if (several != null) {
      several.requireAll(sample, otherwise);
    }
  }

  /** The column of several people's answers, or null where there is none. */
  static @Nullable LabelColumn several(QaTask.Options options) {
    return options.softTargets() == null
        ? null
        : new LabelColumn(options.softTargets(), "soft_targets", options.binary());
  }

  private Answers answers() {
    if (learned == null) {
      throw new IllegalStateException("the answers are not learned yet: call fit or load");
    }
    return learned;
  }

  private CrossEntropy crossEntropy() {
    return new CrossEntropy(likelihood, options.labelSmoothing(), answers().weights());
  }

  @Override
  public Head head(HeadContext context) {
    return new QaHead(
        context.fused().width(), options, likelihood.outputs(answers().labels().size()));
  }

  /** As {@link CrossEntropy} has them; the truth is -1 where the answer cannot be chosen. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    String otherwise =
        training
            ? "every training sample needs an answer"
            : "a sample without an answer cannot be measured";
    Labels labels = answers().labels();
    int[] truth = new int[samples.size()];
    for (int i = 0; i < truth.length; i++) {
      Sample sample = samples.get(i);
      String answer = target.require(sample, otherwise);
      truth[i] = labels.number(answer);
      if (training && truth[i] < 0 && options.maxAnswers() == null) {
        throw new BadDataException(
            "%s: '%s' in %s is not among the answers of the train split that the task learned from"
                .formatted(sample.id(), answer, target));
      }
    }
    LabelColumn several = several(options);
    if (several == null) {
      return crossEntropy().targets(truth, manager);
    }
    double[][] shares = new double[truth.length][];
    for (int i = 0; i < truth.length; i++) {
      shares[i] = shares(several.requireAll(samples.get(i), otherwise), labels);
    }
    return crossEntropy().targets(truth, shares, manager);
  }

  /** The share of each answer among those that can be chosen; all 0 where there is none. */
  private static double[] shares(List<String> given, Labels labels) {
    double[] shares = new double[labels.size()];
    int[] known = given.stream().mapToInt(labels::number).filter(c -> c >= 0).toArray();
    for (int c : known) {
      shares[c] += 1.0 / known.length;
    }
    return shares;
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return crossEntropy().loss(outputs.get(0), targets);
  }

  @Override
  public double weight(List<Sample> samples, NDList targets) {
    return CrossEntropy.weight(targets);
  }

  @Override
  public Evaluation evaluation() {
    return new QaEvaluation(answers().labels(), likelihood, options);
  }

  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    List<String> names = answers().labels().names();
    List<List<Prediction>> all = new ArrayList<>();
    for (double[] row : likelihood.probabilities(outputs.get(0))) {
      // The sort is stable, so equal probabilities stay in the order of the answers.
      all.add(
          IntStream.range(0, row.length)
              .boxed()
              .sorted(Comparator.comparing((Integer c) -> -row[c]))
              .limit(top)
              .map(c -> new Prediction(names.get(c), row[c]))
              .toList());
    }
    return all;
  }

  @Override
  public String label(Object value) {
    return target.named(value);
  }

  @Override
  public String primaryMetric() {
    return "accuracy";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public void save(Path folder) throws IOException {
    answers().save(folder, options);
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = Answers.load(folder, options);
  }
}
