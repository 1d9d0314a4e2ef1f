package dev.braid.tasks.qa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Choosing among the answers of the train split, by cross-entropy. */
final class ChoiceQa implements Task {

  private final QaTask.Options options;
  private @Nullable Answers answers;

  ChoiceQa(QaTask.Options options) {
    this.options = options;
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    answers = Answers.learn(train, options.target(), options.maxAnswers());
  }

  private Answers answers() {
    if (answers == null) {
      throw new IllegalStateException("the answers are not learned yet: call fit or load");
    }
    return answers;
  }

  @Override
  public Head head(EncodingSpec fused) {
    return new QaHead(fused.width(), options, answers().size());
  }

  /** The target distribution {@code [B, answers]} and the weight of each sample {@code [B]}. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    int classes = answers().size();
    float[] shares = new float[samples.size() * classes];
    float[] weights = new float[samples.size()];
    for (int i = 0; i < weights.length; i++) {
      Sample sample = samples.get(i);
      float[] row = shares(sample);
      double smoothing = training ? options.labelSmoothing() : 0;
      int truth = answers().indexOf(sample.value(options.target()));
      float total = 0;
      for (int c = 0; c < classes; c++) {
        total += row[c];
      }
      for (int c = 0; c < classes && total > 0; c++) {
        shares[i * classes + c] = (float) ((1 - smoothing) * row[c] / total + smoothing / classes);
      }
      weights[i] = total > 0 ? weight(truth) : 0;
    }
    return new NDList(
        manager.create(shares, new Shape(samples.size(), classes)), manager.create(weights));
  }

  private float[] shares(Sample sample) {
    float[] row = new float[answers().size()];
    Object several = options.softTargets() == null ? null : sample.value(options.softTargets());
    if (several instanceof List<?> list) {
      for (Object one : list) {
        int c = answers().indexOf(one);
        if (c >= 0) {
          row[c]++;
        }
      }
      return row;
    }
    int c = answers().indexOf(sample.value(options.target()));
    if (c >= 0) {
      row[c] = 1;
    }
    return row;
  }

  private float weight(int truth) {
    if (truth < 0 || options.classWeights() == QaTask.ClassWeights.NONE) {
      return 1;
    }
    double total = answers().counts().stream().mapToLong(Long::longValue).sum();
    return (float) (total / (answers().size() * (double) answers().counts().get(truth)));
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray each = outputs.get(0).logSoftmax(1).mul(targets.get(0)).sum(new int[] {1}).neg();
    NDArray weights = targets.get(1);
    return each.mul(weights).sum().div(weights.sum().maximum(1e-12f));
  }

  @Override
  public Evaluation evaluation() {
    return new QaEvaluation(answers().labels(), options) {
      @Override
      int truth(Sample sample) {
        return answers().indexOf(sample.value(options.target()));
      }

      @Override
      int[] predicted(NDList outputs) {
        return toInts(outputs.get(0).argMax(1));
      }
    };
  }

  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    NDArray probabilities = outputs.get(0).softmax(1);
    float[] values = probabilities.toFloatArray();
    int classes = answers().size();
    List<List<Prediction>> all = new ArrayList<>();
    for (int i = 0; i < values.length / classes; i++) {
      int row = i * classes;
      all.add(
          IntStream.range(0, classes)
              .boxed()
              .sorted(Comparator.comparing((Integer c) -> -values[row + c]))
              .limit(top)
              .map(c -> new Prediction(answers().labels().get(c), values[row + c]))
              .toList());
    }
    return all;
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
    answers().save(folder);
  }

  @Override
  public void load(Path folder) throws IOException {
    answers = Answers.load(folder);
  }
}
