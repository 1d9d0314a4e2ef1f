package dev.braid.tasks.regression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.tasks.labels.Decoding;
import dev.braid.tasks.labels.NumberColumn;
import dev.braid.tasks.loss.Likelihood;
import dev.braid.tasks.loss.SigmoidLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grades by cumulative links: for each level between two grades one logit whose sigmoid is the
 * probability of being above it, with the loss of {@link LevelHead}'s authors.
 */
final class Grading implements Task {

  private final RegressionTask.Options options;
  private final NumberColumn column;
  private @Nullable Grades learned;

  Grading(RegressionTask.Options options) {
    this.options = options;
    this.column = options.numbers().get(0);
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    learned = Grades.learn(train, column);
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    column.requireWhole(
        sample, "a sample without a grade can be neither learned from nor measured");
  }

  private Grades grades() {
    if (learned == null) {
      throw new IllegalStateException("the grades are not learned yet: call fit or load");
    }
    return learned;
  }

  private SigmoidLoss sigmoidLoss() {
    double[] alike = new double[grades().levels()];
    Arrays.fill(alike, 1);
    return new SigmoidLoss(0, alike, alike);
  }

  @Override
  public Head head(HeadContext context) {
    return new LevelHead(context.fused().width(), options.layers(), grades().levels());
  }

  /** As {@link SigmoidLoss} has them for the levels, and the grades {@code [B]} float32. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    Grades grades = grades();
    boolean[][] above = new boolean[samples.size()][grades.levels()];
    float[] values = new float[samples.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          column.requireWhole(
              samples.get(i),
              training ? Scales.NEEDED : "a sample without a grade cannot be measured");
      for (int k = 0; k < above[i].length; k++) {
        above[i][k] = grades.above(values[i], k);
      }
    }
    NDList targets = sigmoidLoss().targets(above, manager);
    targets.add(manager.create(values));
    return targets;
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return sigmoidLoss().loss(outputs.get(0), targets);
  }

  @Override
  public Evaluation evaluation() {
    return new GradingEvaluation(grades());
  }

  /** The grades by probability; measures take the median, which need not be the first. */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    List<String> names = grades().values().stream().map(String::valueOf).toList();
    return Arrays.stream(Likelihood.INDEPENDENT.probabilities(outputs.get(0)))
        .map(above -> Decoding.best(grades().probabilities(above), names, top))
        .toList();
  }

  /** None: a grade is near or far, and measures take another one than the first. */
  @Override
  public @Nullable String label(Object value) {
    return null;
  }

  @Override
  public String primaryMetric() {
    return "quadratic_weighted_kappa";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public void save(Path folder) throws IOException {
    grades().save(folder);
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = Grades.load(folder);
  }
}
