package dev.braid.core.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SampleValues;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Passage;
import dev.braid.core.data.Batches;
import dev.braid.core.data.BrokenSample;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.data.Pass;
import dev.braid.core.data.Removal;
import dev.braid.core.engine.GradMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures a model over samples, without gradients. */
public final class Evaluator {

  /** The purpose of {@link Order#seed}; no other choice may use it. */
  private static final int CHOICES = 24;

  private final BraidModel model;
  private final Task task;
  private final int batch;
  private final boolean validation;

  /** With a batch size, which belongs to the result: it decides the order of sums. */
  public Evaluator(BraidModel model, Task task, int batch) {
    this(model, task, batch, false);
  }

  private Evaluator(BraidModel model, Task task, int batch, boolean validation) {
    this.model = model;
    this.task = task;
    this.batch = batch;
    this.validation = validation;
  }

  /** For the validation split while training goes on, where heads decode in their cheap way. */
  public static Evaluator ofValidation(BraidModel model, Task task, int batch) {
    return new Evaluator(model, task, batch, true);
  }

  /**
   * The measures over all samples without the removed inputs; the sink gets every decoded sample.
   */
  public Result run(Batches batches, List<Sample> samples, Removal removal, Sink sink)
      throws BadDataException, IOException {
    return run(batches, Pass.of(samples, batch).without(removal), sink);
  }

  /**
   * The measures over a pass; where it skips broken samples, {@code details} has the numbers of
   * those {@code evaluated} and {@code skipped}.
   *
   * @throws BadDataException if a sample cannot be read, or none where they are skipped
   */
  public Result run(Batches batches, Pass pass, Sink sink) throws BadDataException, IOException {
    return run(batches, pass, sink, Watch.NONE);
  }

  /** The same; the watch sees every batch on its way. */
  public Result run(Batches batches, Pass pass, Sink sink, Watch watch)
      throws BadDataException, IOException {
    GradMode.off();
    List<BrokenSample> skipped = new ArrayList<>();
    Consumer<BrokenSample> broken = pass.broken();
    Pass counted = broken == null ? pass : pass.skipping(broken.andThen(skipped::add));
    int evaluated = 0;
    int number = 0;
    Evaluation evaluation = task.evaluation();
    Batches.Stream stream = batches.of(counted);
    for (HostBatch next = stream.next(); next != null; next = stream.next()) {
      try (NDManager manager = NDManager.newBaseManager()) {
        evaluated += next.samples().size();
        NDList targets = task.targets(next.samples(), false, manager);
        long choices = choices(number++);
        Passage made = model.pass(next, manager, false, targets, choices).validating(validation);
        NDList outputs = made.outputs();
        double loss =
            task.loss(outputs, targets)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .getFloat();
        evaluation.add(outputs, targets, next.samples(), loss);
        watch.see(new Seen(next.samples(), made, targets, loss, manager, choices));
        if (sink != Sink.NONE) {
          sink.accept(next.samples(), task.decode(outputs, 5));
        }
      }
    }
    if (evaluated == 0 && !skipped.isEmpty()) {
      throw new BadDataException(
          "none of %d samples can be measured; the first: %s: %s"
              .formatted(skipped.size(), skipped.get(0).sample(), skipped.get(0).reason()));
    }
    Map<String, Object> details = new LinkedHashMap<>(evaluation.details());
    if (broken != null) {
      details.put("evaluated", evaluated);
      details.put("skipped", skipped.size());
    }
    return new Result(evaluated, evaluation.result(), details, values(evaluation, evaluated));
  }

  static List<Double> values(Evaluation evaluation, int evaluated) {
    if (!(evaluation instanceof SampleValues each)) {
      return List.of();
    }
    List<Double> values = Arrays.stream(each.values()).boxed().toList();
    if (values.size() != evaluated) {
      throw new IllegalStateException(
          "%s has %d values for %d samples"
              .formatted(evaluation.getClass().getName(), values.size(), evaluated));
    }
    return values;
  }

  /** The seed of what a head chooses when a batch is measured: always the same for its number. */
  public static long choices(int batch) {
    return Order.seed(0, CHOICES, batch);
  }

  /**
   * What was measured.
   *
   * @param samples that were measured; those that were skipped do not count
   * @param measures by name
   * @param details larger tables
   * @param values of each sample, of which the primary metric is the mean; empty where it is none
   */
  public record Result(
      int samples,
      Map<String, Double> measures,
      Map<String, Object> details,
      List<Double> values) {}

  /**
   * A batch that went through the model.
   *
   * @param loss of the task's head, the mean over the samples
   * @param manager that the arrays belong to, and what is made of them
   * @param choices the seed of what heads choose
   */
  public record Seen(
      List<Sample> samples,
      Passage pass,
      NDList targets,
      double loss,
      NDManager manager,
      long choices) {}

  /** Looks at batches on their way. */
  @FunctionalInterface
  public interface Watch {
    /** Looks away. */
    Watch NONE = batch -> {};

    /** Looks at a batch while its arrays are there. */
    void see(Seen batch) throws BadDataException;
  }

  /** Gets decoded predictions, batch by batch. */
  @FunctionalInterface
  public interface Sink {
    /** Ignores them. */
    Sink NONE = (samples, predictions) -> {};

    /** Takes a batch: the predictions of each sample, the best first. */
    void accept(List<Sample> samples, List<List<Task.Prediction>> predictions) throws IOException;
  }
}
