package dev.example.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The model of {@code classic.yaml} and its training step as one would write them for this one
 * model on DJL alone: arrays, functions of DJL, its loss and its Adam, and nothing of Braid.
 */
final class HandWritten implements AutoCloseable {

  /** A statement as word numbers, a picture as bytes {@code [3, 224, 224]}, and the answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Example(int[] words, byte[] picture, boolean truth) {}

  private static final int SIDE = 224;
  private static final int HIDDEN = 256;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final Shape NONE = new Shape(0, 0);
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape THREE = new Shape(3, 3);

  private final NDManager manager = NDManager.newBaseManager();
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final Optimizer adam =
      Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
  private final SigmoidBinaryCrossEntropyLoss crossEntropy = new SigmoidBinaryCrossEntropyLoss();

  /** Starts from a copy of the values of a model with the same names. */
  HandWritten(Map<String, Parameter> start) {
    start.forEach(
        (name, parameter) -> {
          NDArray copy =
              manager.create(parameter.getArray().toFloatArray(), parameter.getArray().getShape());
          copy.setRequiresGradient(parameter.requiresGradient());
          weights.put(name, copy);
        });
  }

  /** One update; returns the loss before it. */
  float step(List<Example> batch) {
    try (NDManager step = NDManager.newBaseManager()) {
      float value;
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray joined = NDArrays.concat(new NDList(text(batch, step), picture(batch, step)), 1);
        NDArray logits = linear(joined, "head.mlp.0");
        NDArray loss = crossEntropy.evaluate(new NDList(truth(batch, step)), new NDList(logits));
        collector.backward(loss);
        value = loss.getFloat();
      }
      weights.forEach(
          (name, weight) -> {
            if (weight.hasGradient()) {
              try (NDArray gradient = weight.getGradient()) {
                adam.update(name, weight, gradient);
              }
            }
          });
      return value;
    }
  }

  private static NDArray truth(List<Example> batch, NDManager step) {
    float[] truth = new float[batch.size()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = batch.get(i).truth() ? 1 : 0;
    }
    return step.create(truth, new Shape(truth.length, 1));
  }

  /** Embedding and LSTM; the state after the last word. */
  private NDArray text(List<Example> batch, NDManager step) {
    int size = batch.size();
    int length = batch.stream().mapToInt(example -> example.words().length).max().orElse(1);
    long[] ids = new long[size * length];
    long[] last = new long[size];
    for (int i = 0; i < size; i++) {
      int[] words = batch.get(i).words();
      last[i] = words.length - 1;
      for (int t = 0; t < words.length; t++) {
        ids[i * length + t] = words[t];
      }
    }
    NDArray index = step.create(ids, new Shape(size, length));
    NDArray x =
        index
            .getNDArrayInternal()
            .embedding(index, weight("encoders.statement.embedding.weight"), SparseFormat.DENSE)
            .singletonOrThrow();
    String lstm = "encoders.statement.lstm.";
    NDList parameters =
        new NDList(
            weight(lstm + "weight_ih_l0"),
            weight(lstm + "weight_hh_l0"),
            weight(lstm + "bias_ih_l0"),
            weight(lstm + "bias_hh_l0"));
    NDArray zeros = step.zeros(new Shape(1, size, HIDDEN));
    NDArray states =
        x.getNDArrayInternal()
            .lstm(x, new NDList(zeros, zeros), parameters, true, 1, 0, true, false, true)
            .get(0);
    NDArray end = step.create(last, new Shape(size, 1, 1)).broadcast(new Shape(size, 1, HIDDEN));
    return states.gather(end, 1).squeeze(1);
  }

  /** ResNet-18 with a linear layer on its mean. */
  private NDArray picture(List<Example> batch, NDManager step) {
    int size = 3 * SIDE * SIDE;
    ByteBuffer bytes = step.allocateDirect(batch.size() * size);
    for (int i = 0; i < batch.size(); i++) {
      bytes.put(i * size, batch.get(i).picture());
    }
    NDArray x =
        step.create(bytes, new Shape(batch.size(), 3, SIDE, SIDE), DataType.UINT8)
            .toType(DataType.FLOAT32, false)
            .divi(255)
            .subi(step.create(MEAN, new Shape(1, 3, 1, 1)))
            .divi(step.create(DEVIATION, new Shape(1, 3, 1, 1)));
    x = Activation.relu(norm(conv(x, "conv1", TWO, THREE), "bn1"));
    x = Pool.maxPool2d(x, THREE, TWO, ONE, false);
    for (int layer = 1; layer <= 4; layer++) {
      for (int unit = 0; unit < 2; unit++) {
        x = unit(x, "layer" + layer + "." + unit + ".", layer > 1 && unit == 0);
      }
    }
    x = Pool.globalAvgPool2d(x).reshape(batch.size(), -1);
    return linear(x, "encoders.picture.fc");
  }

  private NDArray unit(NDArray x, String name, boolean halves) {
    Shape stride = halves ? TWO : ONE;
    NDArray y = Activation.relu(norm(conv(x, name + "conv1", stride, ONE), name + "bn1"));
    y = norm(conv(y, name + "conv2", ONE, ONE), name + "bn2");
    NDArray direct =
        halves ? norm(conv(x, name + "downsample.0", stride, NONE), name + "downsample.1") : x;
    return Activation.relu(y.add(direct));
  }

  private NDArray conv(NDArray x, String name, Shape stride, Shape padding) {
    NDArray weight = weight("encoders.picture." + name + ".weight");
    return Conv2d.conv2d(x, weight, null, stride, padding).singletonOrThrow();
  }

  private NDArray norm(NDArray x, String name) {
    String full = "encoders.picture." + name + ".";
    return BatchNorm.batchNorm(
            x,
            weight(full + "running_mean"),
            weight(full + "running_var"),
            weight(full + "weight"),
            weight(full + "bias"),
            -1,
            0.9f,
            1e-5f,
            true)
        .singletonOrThrow();
  }

  private NDArray linear(NDArray x, String name) {
    return Linear.linear(x, weight(name + ".weight"), weight(name + ".bias")).singletonOrThrow();
  }

  private NDArray weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  @Override
  public void close() {
    manager.close();
  }
}
