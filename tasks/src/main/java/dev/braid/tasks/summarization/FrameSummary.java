package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scoring the frames of one input in the light of all, and choosing shots by these scores. The
 * target has a number for each frame of the clip or for some at equal distances; the frames that
 * the reader kept get those at their places.
 */
final class FrameSummary implements Task {

  private static final String RANGE = "scores.txt";

  private final SummarizationTask.Options options;
  private final String input;
  private final FrameScores target;
  private final Segmentation segmentation;
  private @Nullable ScoreRange learned;

  FrameSummary(SummarizationTask.Options options) {
    this.options = options;
    input = Objects.requireNonNull(options.frames());
    target = new FrameScores(options.target(), "target");
    segmentation = new Segmentation(options.shots());
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Sample sample : train) {
      for (double score : target.require(sample, "every training sample needs scores")) {
        least = Math.min(least, score);
        most = Math.max(most, score);
      }
    }
    if (!(least < most)) {
      throw new BadDataException(
          train.isEmpty()
              ? target + ": the train split is empty; there is nothing to learn from"
              : "%s: every score of the train split is %s; there is nothing to tell apart"
                  .formatted(target, least));
    }
    learned = ScoreRange.of(least, most);
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    String otherwise = "a sample without scores can be neither learned from nor measured";
    target.require(sample, otherwise);
    if (options.users() != null) {
      new FrameScores(options.users(), "users").requireAll(sample, otherwise);
    }
    if (options.annotators() != null) {
      new FrameScores(options.annotators(), "annotators").requireAll(sample, otherwise);
    }
  }

  private ScoreRange range() {
    if (learned == null) {
      throw new IllegalStateException("the scores are not learned yet: call fit or load");
    }
    return learned;
  }

  @Override
  public Head head(HeadContext context) {
    return new FrameHead(
        input, context.width(input), context.fused().width(), options.width(), options.dropout());
  }

  /** Scores from 0 to 1, {@code [B, N]}, and how many each sample has, {@code [B]}. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    List<double[]> all = new ArrayList<>();
    int most = 0;
    for (Sample sample : samples) {
      check(sample);
      double[] scores = target.require(sample, "it has them");
      most = Math.max(most, scores.length);
      all.add(scores);
    }
    float[] values = new float[all.size() * most];
    float[] lengths = new float[all.size()];
    for (int i = 0; i < lengths.length; i++) {
      double[] scores = all.get(i);
      lengths[i] = scores.length;
      for (int t = 0; t < scores.length; t++) {
        values[i * most + t] = (float) range().scaled(scores[t]);
      }
    }
    return new NDList(manager.create(values, new Shape(all.size(), most)), manager.create(lengths));
  }

  /** The mean over a clip's frames, then over clips; one without frames has none to lose. */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray logits = outputs.get(0);
    NDArray real = outputs.get(1);
    NDArray frames = real.sum(new int[] {1}, true).maximum(Tensors.scalar(real, 1));
    NDArray losses = options.loss().of(logits, scores(frames, logits.getShape(), targets));
    return losses.mul(real).div(frames).sum().div(Tensors.scalar(losses, logits.getShape().get(0)));
  }

  /** {@link FrameScores#places} for a batch, where the numbers of kept frames are arrays. */
  private static NDArray scores(NDArray frames, Shape shape, NDList targets) {
    NDArray lengths = targets.get(1).expandDims(1);
    NDArray place = frames.getManager().arange(0f, (float) shape.get(1)).expandDims(0).mul(lengths);
    NDArray last = lengths.sub(Tensors.scalar(lengths, 1));
    NDArray index = place.div(frames).floor().minimum(last).toType(DataType.INT64, false);
    return targets.get(0).gather(index, 1);
  }

  @Override
  public Evaluation evaluation() {
    return new FrameEvaluation(options, segmentation);
  }

  /** The shots of the summary, by the score of their key frames. */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    return Clip.of(outputs).stream()
        .map(clip -> clip.summary(segmentation, options.budget()))
        .map(
            keys ->
                keys.isEmpty()
                    ? List.of(new Prediction("no frames", 0))
                    : keys.stream()
                        .limit(top)
                        .map(key -> new Prediction(key.label(), key.score()))
                        .toList())
        .toList();
  }

  /** The frame of the target that matters most, counted from 0 among as many as it has numbers. */
  @Override
  public String label(Object value) {
    if (!(value instanceof List<?> numbers)) {
      return value.toString();
    }
    int best = 0;
    for (int t = 1; t < numbers.size(); t++) {
      if (numbers.get(t) instanceof Number one
          && numbers.get(best) instanceof Number other
          && one.doubleValue() > other.doubleValue()) {
        best = t;
      }
    }
    return "frame %d of %d".formatted(best, numbers.size());
  }

  @Override
  public String primaryMetric() {
    return options.metric().key();
  }

  @Override
  public boolean higherIsBetter() {
    return options.metric().higherIsBetter();
  }

  @Override
  public void save(Path folder) throws IOException {
    range().save(folder.resolve(RANGE));
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = ScoreRange.load(folder.resolve(RANGE));
  }
}
