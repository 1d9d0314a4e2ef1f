package dev.braid.tasks.summarization;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Head;
import dev.braid.api.model.ModelPass;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.tasks.generation.Decoding;
import dev.braid.tasks.generation.Words;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Tasks, samples and the pass of a batch, as tests of both forms need them. */
final class Samples {

  static final Decoding GREEDY = new Decoding(Decoding.Method.GREEDY, 4, 0.6, 0, 1, null, 1);

  private Samples() {}

  static SummarizationTask.Options text(double smoothing, int maxLength, Decoding decoding) {
    return new SummarizationTask.Options(
        "summary",
        Form.TEXT,
        Measure.LOSS,
        32,
        2,
        1,
        64,
        0,
        smoothing,
        maxLength,
        new Words.Options(true, 1, null),
        decoding,
        null,
        FrameLoss.BCE,
        null,
        null,
        0.15,
        new SummarizationTask.Shots(1, 1, 100));
  }

  static SummarizationTask.Options frames(
      FrameLoss loss, @Nullable String users, @Nullable String annotators, double budget) {
    return new SummarizationTask.Options(
        "scores",
        Form.KEY_FRAMES,
        Measure.KENDALL,
        24,
        1,
        1,
        null,
        0,
        0,
        1,
        new Words.Options(true, 1, null),
        GREEDY,
        "clip",
        loss,
        users,
        annotators,
        budget,
        new SummarizationTask.Shots(1, 1, 100));
  }

  static Task task(SummarizationTask.Options options) {
    return new SummarizationTask().create(options, new TaskContext(Map.of()));
  }

  /** A sample with columns and values in turn. */
  static Sample sample(int line, Object... columnsAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      values.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
    }
    return new Sample("train.jsonl:" + line, values);
  }

  /**
   * A pass with what is fused and the encodings of single inputs.
   *
   * @param targets of the batch, or null where there are none
   */
  record Given(
      NDManager manager,
      Encoding fused,
      Map<String, Encoding> encodings,
      @Nullable NDList targets,
      boolean training,
      boolean validation)
      implements ModelPass {

    @Override
    public int samples() {
      return (int) fused.present().getShape().get(0);
    }

    @Override
    public RandomGenerator random() {
      return new Random(1);
    }

    @Override
    public InputBatch features(String input) {
      throw new UnsupportedOperationException("there are no features here");
    }

    @Override
    public Encoding encoding(String input) {
      return java.util.Objects.requireNonNull(encodings.get(input), input);
    }

    @Override
    public Encoding encode(String input, InputBatch features) {
      throw new UnsupportedOperationException("there is no encoder here");
    }

    @Override
    public Encoding fuse(Map<String, Encoding> some) {
      throw new UnsupportedOperationException("there is no fusion operator here");
    }
  }

  /** Steps of Adam (Kingma and Ba 2015) on a batch that is made anew for each. */
  static void learn(
      Task task,
      Head head,
      int steps,
      double rate,
      NDManager manager,
      Function<NDManager, Given> batch)
      throws BadDataException {
    Map<String, NDArray> first = new HashMap<>();
    Map<String, NDArray> second = new HashMap<>();
    for (int step = 1; step <= steps; step++) {
      double warm = rate * Math.min(1, step / 20.0);
      double size = warm * Math.sqrt(1 - Math.pow(0.99, step)) / (1 - Math.pow(0.9, step));
      try (NDManager scope = manager.newSubManager();
          GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        Given pass = batch.apply(scope);
        NDList outputs = head.predict(pass);
        collector.backward(task.loss(outputs, java.util.Objects.requireNonNull(pass.targets())));
        for (Map.Entry<String, Parameter> entry : head.named().entrySet()) {
          NDArray value = entry.getValue().getArray();
          NDArray gradient = value.getGradient();
          gradient.attach(scope);
          NDArray m =
              first.computeIfAbsent(entry.getKey(), name -> manager.zeros(value.getShape()));
          NDArray v =
              second.computeIfAbsent(entry.getKey(), name -> manager.zeros(value.getShape()));
          m.muli(0.9f).addi(gradient.mul(0.1f));
          v.muli(0.99f).addi(gradient.mul(gradient).mul(0.01f));
          value.setRequiresGradient(false);
          value.subi(
              scope
                  .zeros(m.getShape())
                  .add(m)
                  .mul((float) size)
                  .div(scope.zeros(v.getShape()).add(v).sqrt().add(1e-8f)));
          value.setRequiresGradient(true);
          gradient.subi(gradient.duplicate());
        }
      }
    }
  }

  static List<Sample> summaries(Object... summaries) {
    List<Sample> samples = new java.util.ArrayList<>();
    for (Object summary : summaries) {
      samples.add(sample(samples.size() + 1, "summary", summary));
    }
    return samples;
  }
}
