package dev.braid.tasks.matching;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.JudgingTask;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.Codes;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Sides;
import dev.braid.tasks.contrastive.TwoSides;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.loss.Likelihood;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binary cross-entropy over pairs that belong together and pairs that do not, and with hard
 * negatives the contrastive loss of their embeddings on top, as in ALBEF (Li et al. 2021,
 * arXiv:2107.07651). It learns nothing from the samples before training, so nothing is saved.
 *
 * <p>Targets are the truth of each sample, {@code [B, 1]} as 0 and 1, or the codes of {@link
 * Belonging} where negatives are made.
 */
final class Matching implements JudgingTask {

  /** The measure that is a threshold. */
  static final String THRESHOLD = "best_threshold";

  private final MatchingTask.Options options;
  private final Sides sides;
  private final Belonging belonging;
  private final List<String> inputs;
  private final LabelColumn target;
  private @Nullable Double threshold;

  Matching(MatchingTask.Options options, Sides sides, Belonging belonging, List<String> inputs) {
    this.options = options;
    this.sides = sides;
    this.belonging = belonging;
    this.inputs = inputs;
    String column = options.target();
    this.target = new LabelColumn(column == null ? "" : column, "target", true);
  }

  @Override
  public void fit(List<Sample> train) {}

  @Override
  public void check(Sample sample) throws BadDataException {
    if (options.pairs()) {
      belonging.codes(sample);
    } else {
      truth(sample);
    }
  }

  private boolean truth(Sample sample) throws BadDataException {
    return Boolean.parseBoolean(target.require(sample, "every sample needs true or false"));
  }

  @Override
  public Head head(HeadContext context) {
    return new MatchingHead(context, options, sides, inputs);
  }

  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    if (options.pairs()) {
      List<long[]> codes = new ArrayList<>();
      for (Sample sample : samples) {
        codes.add(belonging.codes(sample));
      }
      return new NDList(Codes.array(codes, manager));
    }
    float[] truth = new float[samples.size()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = truth(samples.get(i)) ? 1 : 0;
    }
    return new NDList(manager.create(truth, new Shape(truth.length, 1)));
  }

  /** {@code [B, 1]} or {@code [B, 3]}: the truth of each logit. */
  private NDArray truths(NDArray logits, NDList targets) {
    if (!options.pairs()) {
      return targets.get(0);
    }
    float[] first = new float[(int) logits.getShape().get(1)];
    first[0] = 1;
    return logits
        .getManager()
        .create(first, new Shape(1, first.length))
        .broadcast(logits.getShape());
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray logits = outputs.get(0);
    NDArray counts = outputs.get(1);
    NDArray each = Activation.softPlus(logits).sub(logits.mul(truths(logits, targets)));
    NDArray count = counts.sum();
    NDArray loss = each.mul(counts).sum().div(count.maximum(Tensors.scalar(count, 1)));
    if (outputs.size() == 2) {
      return loss;
    }
    NDList embedded = outputs.subNDList(2);
    NDArray contrastive =
        ContrastiveLoss.INFO_NCE.of(
            TwoSides.pairs(embedded, targets.get(0)), TwoSides.scale(embedded), 0);
    return loss.add(contrastive.mul(Tensors.scalar(contrastive, options.contrastive())));
  }

  /** The contrastive loss does; negatives are drawn within a batch all the same. */
  @Override
  public boolean acrossSamples() {
    return options.embeds();
  }

  @Override
  public Evaluation evaluation() {
    return new MatchingEvaluation(this::truths, threshold);
  }

  @Override
  public void validated(Map<String, Double> measures) {
    threshold = measures.get(THRESHOLD);
  }

  @Override
  public double[] judge(NDList outputs) {
    double[][] rows = Likelihood.SIGMOID.probabilities(outputs.get(0).get(":, 0:1"));
    return Arrays.stream(rows).mapToDouble(row -> row[1]).toArray();
  }

  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    List<List<Prediction>> all = new ArrayList<>();
    for (double p : judge(outputs)) {
      all.add(
          Stream.of(new Prediction("true", p), new Prediction("false", 1 - p))
              .sorted(Comparator.comparingDouble(Prediction::probability).reversed())
              .limit(top)
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
    return "auc";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public void save(Path folder) {}

  @Override
  public void load(Path folder) {}
}
