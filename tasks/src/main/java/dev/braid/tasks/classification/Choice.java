package dev.braid.tasks.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.tasks.head.MlpHead;
import dev.braid.tasks.labels.Decoding;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Labels;
import dev.braid.tasks.loss.CrossEntropy;
import dev.braid.tasks.loss.Likelihood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Choosing among the labels of the train split by softmax and cross-entropy, or telling true from
 * false by one logit and binary cross-entropy, which is the same loss with another likelihood.
 */
public final class Choice implements Task {

  private final ChoiceSettings settings;
  private final LabelColumn target;
  private final Likelihood likelihood;
  private @Nullable Classes learned;

  /** A task that has learned nothing yet. */
  public Choice(ChoiceSettings settings) {
    this.settings = settings;
    this.target = settings.target();
    this.likelihood = settings.likelihood();
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    learned = Classes.learn(train, settings);
  }

  @Override
  public @Nullable String classOf(Sample sample) throws BadDataException {
    String label = target.require(sample, settings.words().needed());
    boolean left = learned != null && settings.most() != null && learned.labels().number(label) < 0;
    return left ? null : label;
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    String otherwise =
        "a sample without %s can be neither learned from nor measured"
            .formatted(settings.words().some());
    target.require(sample, otherwise);
    if (settings.several() != null) {
      settings.several().requireAll(sample, otherwise);
    }
  }

  private Classes classes() {
    if (learned == null) {
      throw new IllegalStateException(
          "the %s are not learned yet: call fit or load".formatted(settings.words().many()));
    }
    return learned;
  }

  private CrossEntropy crossEntropy() {
    return new CrossEntropy(likelihood, settings.labelSmoothing(), classes().weights());
  }

  @Override
  public Head head(HeadContext context) {
    return new MlpHead(
        context.fused().width(), settings.head(), likelihood.outputs(classes().labels().size()));
  }

  /** As {@link CrossEntropy} has them; the truth is -1 where the label cannot be chosen. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    String otherwise =
        training
            ? settings.words().needed()
            : "a sample without %s cannot be measured".formatted(settings.words().some());
    Labels labels = classes().labels();
    int[] truth = new int[samples.size()];
    for (int i = 0; i < truth.length; i++) {
      Sample sample = samples.get(i);
      String label = target.require(sample, otherwise);
      truth[i] = labels.number(label);
      if (training && truth[i] < 0 && settings.most() == null) {
        throw new BadDataException(
            "%s: '%s' in %s is not among the %s of the train split that the task learned from"
                .formatted(sample.id(), label, target, settings.words().many()));
      }
    }
    LabelColumn several = settings.several();
    if (several == null) {
      return crossEntropy().targets(truth, manager);
    }
    double[][] shares = new double[truth.length][];
    for (int i = 0; i < truth.length; i++) {
      shares[i] = shares(several.requireAll(samples.get(i), otherwise), labels);
    }
    return crossEntropy().targets(truth, shares, manager);
  }

  /** The share of each label among those that can be chosen; all 0 where there is none. */
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
    return new ChoiceEvaluation(classes().labels(), settings);
  }

  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    List<String> names = classes().labels().names();
    return Arrays.stream(likelihood.probabilities(outputs.get(0)))
        .map(row -> Decoding.best(row, names, top))
        .toList();
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
    classes().save(folder, settings);
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = Classes.load(folder, settings);
  }
}
