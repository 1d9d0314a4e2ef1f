package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import java.util.Map;
import java.util.function.Supplier;

/** One step of training: forward, backward, update. Dropout follows from the step's number. */
final class TrainingStep {

  private final BraidModel model;
  private final Task task;
  private final Update update;
  private final long seed;

  TrainingStep(BraidModel model, Task task, Update update, long seed) {
    this.model = model;
    this.task = task;
    this.update = update;
    this.seed = seed;
  }

  /**
   * Makes a step; returns the loss before it.
   *
   * @param step its number, from 1 over the whole training
   * @param kept what there is to go back to, for the message
   */
  double run(long step, HostBatch batch, Supplier<String> kept, StepTimes times)
      throws BadDataException, DivergedException {
    Engine engine = Engine.getInstance();
    engine.setRandomSeed((int) Order.seed(seed, 2, step));
    try (NDManager manager = NDManager.newBaseManager()) {
      double value;
      try (GradientCollector collector = engine.newGradientCollector()) {
        NDList outputs = model.predict(batch, manager, true);
        NDArray loss = task.loss(outputs, task.targets(batch.samples(), true, manager));
        times.spent(StepTimes.Phase.FORWARD);
        collector.backward(loss);
        value = loss.getFloat();
        times.spent(StepTimes.Phase.BACKWARD);
      }
      Map<String, NDArray> gradients = update.gradients(manager);
      if (!Double.isFinite(value)) {
        throw Divergence.describe(step, value, batch.samples(), gradients, kept.get());
      }
      update.apply(gradients);
      times.spent(StepTimes.Phase.UPDATE);
      return value;
    }
  }
}
