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
import dev.braid.tasks.loss.Likelihood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the labels of the train split a sample has: one logit a label, its sigmoid the
 * probability that the sample has it, whatever other labels it has.
 */
final class MultiLabel implements Task {

  private final ClassificationTask.Options options;
  private final LabelColumn target;
  private @Nullable LabelSets learned;

  MultiLabel(ClassificationTask.Options options) {
    this.options = options;
    this.target = new LabelColumn(options.target(), "target", false);
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    learned = LabelSets.learn(train, target, options.separator());
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    labels(sample, "a sample without labels can be neither learned from nor measured");
  }

  private Set<String> labels(Sample sample, String otherwise) throws BadDataException {
    return target.requireSet(sample, options.separator(), otherwise);
  }

  private LabelSets sets() {
    if (learned == null) {
      throw new IllegalStateException("the labels are not learned yet: call fit or load");
    }
    return learned;
  }

  @Override
  public Head head(HeadContext context) {
    return new MlpHead(context.fused().width(), options.layers(), sets().labels().size());
  }

  /**
   * {@code [truth [B, labels], weight [B, labels], unseen [B]]}, float32: unseen is how many labels
   * of a sample cannot be predicted.
   */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    Labels labels = sets().labels();
    boolean[][] truth = new boolean[samples.size()][labels.size()];
    float[] unseen = new float[samples.size()];
    for (int i = 0; i < truth.length; i++) {
      Sample sample = samples.get(i);
      String otherwise =
          training ? Words.LABEL.needed() : "a sample without labels cannot be measured";
      for (String label : labels(sample, otherwise)) {
        int number = labels.number(label);
        if (number >= 0) {
          truth[i][number] = true;
        } else if (training) {
          throw new BadDataException(
              "%s: '%s' in %s is not among the labels of the train split that the task learned from"
                  .formatted(sample.id(), label, target));
        } else {
          unseen[i]++;
        }
      }
    }
    NDList targets =
        sets().loss(options.classWeights(), options.labelSmoothing()).targets(truth, manager);
    targets.add(manager.create(unseen));
    return targets;
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return sets()
        .loss(options.classWeights(), options.labelSmoothing())
        .loss(outputs.get(0), targets);
  }

  @Override
  public Evaluation evaluation() {
    return new MultiLabelEvaluation(sets().labels(), options.threshold(), options.group());
  }

  /** Each label with its own probability; they do not sum to 1. */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    List<String> names = sets().labels().names();
    return Arrays.stream(Likelihood.INDEPENDENT.probabilities(outputs.get(0)))
        .map(row -> Decoding.best(row, names, top))
        .toList();
  }

  /** None: a sample may have several labels, so no single prediction is right. */
  @Override
  public @Nullable String label(Object value) {
    return null;
  }

  @Override
  public String primaryMetric() {
    return "f1_micro";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public void save(Path folder) throws IOException {
    sets().save(folder);
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = LabelSets.load(folder);
  }
}
