package dev.braid.core.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Removal;
import dev.braid.core.engine.GradMode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measures a model over samples, without gradients. */
public final class Evaluator {

  private final BraidModel model;
  private final Task task;
  private final int batch;

  /** With a batch size, which belongs to the result: it decides the order of sums. */
  public Evaluator(BraidModel model, Task task, int batch) {
    this.model = model;
    this.task = task;
    this.batch = batch;
  }

  /**
   * The measures over all samples without the removed inputs; the sink gets every decoded sample.
   */
  public Result run(Batches batches, List<Sample> samples, Removal removal, Sink sink)
      throws BadDataException, IOException {
    GradMode.off();
    Evaluation evaluation = task.evaluation();
    Batches.Stream stream = batches.of(samples, batch, removal);
    for (HostBatch next = stream.next(); next != null; next = stream.next()) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDList outputs = model.predict(next, manager, false);
        NDList targets = task.targets(next.samples(), false, manager);
        double loss =
            task.loss(outputs, targets)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .getFloat();
        evaluation.add(outputs, targets, next.samples(), loss);
        if (sink != Sink.NONE) {
          sink.accept(next.samples(), task.decode(outputs, 5));
        }
      }
    }
    return new Result(evaluation.result(), evaluation.details());
  }

  /** Measures by name, and larger tables. */
  public record Result(Map<String, Double> measures, Map<String, Object> details) {}

  /** Gets decoded predictions, batch by batch. */
  @FunctionalInterface
  public interface Sink {
    /** Ignores them. */
    Sink NONE = (samples, predictions) -> {};

    /** Takes a batch: the predictions of each sample, the best first. */
    void accept(List<Sample> samples, List<List<Task.Prediction>> predictions) throws IOException;
  }
}
