package dev.braid.tasks.retrieval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EmbeddingTask;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Side;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.Codes;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.EmbeddingQueue;
import dev.braid.tasks.contrastive.Pairs;
import dev.braid.tasks.contrastive.Sides;
import dev.braid.tasks.contrastive.TwoSides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learns embeddings of two sides from pairs of them. It learns nothing from the samples before
 * training, so nothing is saved.
 *
 * <p>Targets are the codes of {@link Belonging}, {@code [B, C]}; in training with a queue an array
 * {@code [B]} behind them says that the loss is to use the queue and to fill it. That happens in
 * the loss and not in the head because the head passes over a batch twice where gradients are
 * cached.
 */
final class DualEncoder implements EmbeddingTask {

  private final RetrievalTask.Options options;
  private final Sides sides;
  private final Belonging belonging;
  private @Nullable RetrievalHead head;

  DualEncoder(RetrievalTask.Options options, Sides sides, Belonging belonging) {
    this.options = options;
    this.sides = sides;
    this.belonging = belonging;
  }

  @Override
  public void fit(List<Sample> train) {}

  @Override
  public void check(Sample sample) throws BadDataException {
    belonging.codes(sample);
  }

  @Override
  public Head head(HeadContext context) {
    head = new RetrievalHead(context, options, sides, belonging.size());
    return head;
  }

  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    List<long[]> codes = new ArrayList<>();
    for (Sample sample : samples) {
      codes.add(belonging.codes(sample));
    }
    NDList targets = new NDList(Codes.array(codes, manager));
    if (training && options.queue() > 0) {
      targets.add(manager.zeros(new Shape(samples.size())));
    }
    return targets;
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray codes = targets.get(0);
    Pairs pairs = TwoSides.pairs(outputs, codes);
    EmbeddingQueue queue = targets.size() > 1 && head != null ? head.queue() : null;
    if (queue != null) {
      pairs = queue.extend(pairs, codes);
      queue.push(TwoSides.of(Side.TARGET, outputs), codes, pairs.usable());
    }
    return options.loss().of(pairs, TwoSides.scale(outputs), options.margin());
  }

  @Override
  public boolean acrossSamples() {
    return true;
  }

  @Override
  public Evaluation evaluation() {
    return new RetrievalEvaluation(belonging);
  }

  /**
   * How well the two sides of each sample go together, as {@code match}: with the sigmoid loss the
   * probability of that among the pairs of a training batch; otherwise {@code (1 + cosine) / 2},
   * which is no probability.
   */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    float[] cosines = TwoSides.cosines(outputs).toFloatArray();
    float[] scale = TwoSides.scale(outputs).toFloatArray();
    List<List<Prediction>> all = new ArrayList<>();
    for (int i = 0; i < cosines.length; i++) {
      double value =
          options.loss() == ContrastiveLoss.SIGMOID
              ? 1 / (1 + Math.exp(-(scale[2 * i] * cosines[i] + scale[2 * i + 1])))
              : Math.min(1, Math.max(0, (1 + cosines[i]) / 2));
      all.add(List.of(new Prediction("match", value)));
    }
    return all;
  }

  @Override
  public String primaryMetric() {
    return options.metric();
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public List<String> inputs(Side side) {
    return sides.of(side);
  }

  @Override
  public int width() {
    return options.width();
  }

  @Override
  public NDArray embed(Side side, NDList outputs) {
    return TwoSides.of(side, outputs);
  }

  @Override
  public void save(Path folder) {}

  @Override
  public void load(Path folder) {}
}
