package dev.braid.tasks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.FusedHead;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/** Points in the plane and samples that go with them: toy problems for heads. */
public final class Points {

  private final List<Sample> samples = new ArrayList<>();
  private final float[] points;

  private Points(int size) {
    points = new float[2 * size];
  }

  /** What is known of a point that was drawn. */
  public record Drawn(Random random, float[] point, Map<String, Object> values) {}

  /**
   * Draws them.
   *
   * @param draw fills in a point and the values of its sample
   */
  public static Points draw(int size, long seed, BiConsumer<Integer, Drawn> draw) {
    Random random = new Random(seed);
    Points all = new Points(size);
    for (int i = 0; i < size; i++) {
      Drawn drawn = new Drawn(random, new float[2], new java.util.LinkedHashMap<>());
      draw.accept(i, drawn);
      System.arraycopy(drawn.point(), 0, all.points, 2 * i, 2);
      all.samples.add(new Sample("train.jsonl:" + (i + 1), drawn.values()));
    }
    return all;
  }

  public List<Sample> samples() {
    return samples;
  }

  private Encoding encoding(NDManager manager) {
    boolean[] present = new boolean[samples.size()];
    Arrays.fill(present, true);
    return Encoding.ofPooled(
        manager.create(points, new Shape(samples.size(), 2)), manager.create(present));
  }

  /** Trains the head of a task on these points and measures it on others. */
  public Map<String, Double> heldOut(Task task, Points test, int steps) throws BadDataException {
    task.fit(samples);
    FusedHead head = (FusedHead) task.head(HeadContext.of(EncodingSpec.pooled(2)));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      head.initialize(manager, 5);
      for (int step = 0; step < steps; step++) {
        descend(task, head, manager);
      }
      try (NDManager scope = manager.newSubManager()) {
        NDList outputs = head.predict(test.encoding(scope), false);
        NDList targets = task.targets(test.samples, false, scope);
        Evaluation evaluation = task.evaluation();
        evaluation.add(outputs, targets, test.samples, task.loss(outputs, targets).getFloat());
        return evaluation.result();
      }
    }
  }

  /** One step of gradient descent on all of the points. */
  private void descend(Task task, FusedHead head, NDManager manager) throws BadDataException {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList outputs = head.predict(encoding(scope), true);
      collector.backward(task.loss(outputs, task.targets(samples, true, scope)));
      for (Parameter parameter : head.named().values()) {
        NDArray value = parameter.getArray();
        NDArray gradient = value.getGradient();
        gradient.attach(scope);
        value.setRequiresGradient(false);
        value.subi(gradient.mul(0.5f));
        value.setRequiresGradient(true);
        gradient.subi(gradient.duplicate());
      }
    }
  }
}
