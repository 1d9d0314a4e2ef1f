package dev.braid.tasks.qa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Head;
import dev.braid.api.model.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judging whether something is true, by one logit and binary cross-entropy. */
final class BinaryQa implements Task {

  private static final List<String> LABELS = List.of("false", "true");

  private final QaTask.Options options;
  private float positiveWeight = 1;

  BinaryQa(QaTask.Options options) {
    this.options = options;
  }

  @Override
  public void fit(List<Sample> train) throws BadDataException {
    long positive = 0;
    for (Sample sample : train) {
      positive += truth(sample);
    }
    if (options.classWeights() == QaTask.ClassWeights.BALANCED && positive > 0) {
      positiveWeight = (float) (train.size() - positive) / positive;
    }
  }

  @Override
  public Head head(EncodingSpec fused) {
    return new QaHead(fused.width(), options, 1);
  }

  /** Zeros and ones {@code [B]}. */
  @Override
  public NDList targets(List<Sample> samples, boolean training, NDManager manager)
      throws BadDataException {
    float[] values = new float[samples.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = truth(samples.get(i));
    }
    return new NDList(manager.create(values));
  }

  private int truth(Sample sample) throws BadDataException {
    Object value = sample.value(options.target());
    Integer truth = parse(value);
    if (truth == null) {
      throw new BadDataException(
          "%s: column '%s' (task option target) is %s; with binary: true it is true, false, yes, no, 1 or 0"
              .formatted(
                  sample.id(), options.target(), value == null ? "missing" : "'" + value + "'"));
    }
    return truth;
  }

  private static @Nullable Integer parse(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> 1;
      case "false", "no", "0" -> 0;
      default -> null;
    };
  }

  /**
   * {@code max(x, 0) - x y + log(1 + exp(-|x|))}, which neither overflows nor loses small values.
   */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray x = outputs.get(0).squeeze(1);
    NDArray y = targets.get(0);
    NDArray each = Activation.relu(x).sub(x.mul(y)).add(x.abs().neg().exp().add(1).log());
    if (positiveWeight == 1) {
      return each.mean();
    }
    NDArray weights = y.mul(positiveWeight - 1).add(1);
    return each.mul(weights).sum().div(weights.sum());
  }

  @Override
  public Evaluation evaluation() {
    return new QaEvaluation(LABELS, options) {
      @Override
      int truth(Sample sample) {
        Integer truth = parse(sample.value(options.target()));
        return truth == null ? -1 : truth;
      }

      @Override
      int[] predicted(NDList outputs) {
        return toInts(outputs.get(0).squeeze(1).gt(0));
      }
    };
  }

  @Override
  public List<List<Prediction>> decode(NDList outputs, int top) {
    float[] probabilities = Activation.sigmoid(outputs.get(0)).toFloatArray();
    List<List<Prediction>> all = new ArrayList<>();
    for (float p : probabilities) {
      List<Prediction> both =
          new ArrayList<>(List.of(new Prediction("true", p), new Prediction("false", 1 - p)));
      both.sort(Comparator.comparing(prediction -> -prediction.probability()));
      all.add(both.subList(0, Math.min(top, 2)));
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
  public void save(Path folder) {
    // true and false need no list
  }

  @Override
  public void load(Path folder) {
    // true and false need no list
  }
}
