package dev.braid.tasks.regression;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import dev.braid.tasks.head.MlpHead;
import dev.braid.tasks.labels.NumberColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers by an output each, in deviations from the mean of the train split. */
final class Regression implements Task {

  private final RegressionTask.Options options;
  private final List<NumberColumn> columns;
  private @Nullable Scales learned;

  Regression(RegressionTask.Options options) {
    this.options = options;
    this.columns = options.numbers();
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    learned = Scales.learn(train, columns);
  }

  @Override
  public void check(Sample sample) throws BadDataException {
    for (NumberColumn column : columns) {
      column.require(sample, "a sample without a number can be neither learned from nor measured");
    }
  }

  private Scales scales() {
    if (learned == null) {
      throw new IllegalStateException("the scales are not learned yet: call fit or load");
    }
    return learned;
  }

  @Override
  public Head head(HeadContext context) {
    return new MlpHead(context.fused().width(), options.layers(), columns.size());
  }

  /** {@code [standardised [B, targets]]} float32. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    int size = columns.size();
    float[] values = new float[samples.size() * size];
    for (int i = 0; i < samples.size(); i++) {
      for (int t = 0; t < size; t++) {
        double number =
            columns
                .get(t)
                .require(
                    samples.get(i),
                    training ? Scales.NEEDED : "a sample without a number cannot be measured");
        values[i * size + t] = (float) scales().standardise(t, number);
      }
    }
    return new NDList(manager.create(values, new Shape(samples.size(), size)));
  }

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return options.loss().mean(outputs.get(0), targets.get(0));
  }

  @Override
  public Evaluation evaluation() {
    return new RegressionEvaluation(options.targets(), scales());
  }

  /**
   * One prediction a sample, the number in its unit; of several targets {@code name=number} for
   * each. There is nothing to choose between, so its probability is 1.
   */
  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    int size = columns.size();
    float[] values = outputs.get(0).toFloatArray();
    List<List<Prediction>> all = new ArrayList<>();
    for (int i = 0; i < values.length; i += size) {
      List<String> numbers = new ArrayList<>();
      for (int t = 0; t < size; t++) {
        String number = Numbers.text(scales().number(t, values[i + t]));
        numbers.add(size == 1 ? number : columns.get(t).name() + "=" + number);
      }
      all.add(List.of(new Prediction(String.join(", ", numbers), 1)));
    }
    return all;
  }

  /** None: a number is near or far, not right. */
  @Override
  public @Nullable String label(Object value) {
    return null;
  }

  @Override
  public String primaryMetric() {
    return "r2";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public void save(Path folder) throws IOException {
    scales().save(folder);
  }

  @Override
  public void load(Path folder) throws IOException {
    learned = Scales.load(folder, columns.size());
  }
}
