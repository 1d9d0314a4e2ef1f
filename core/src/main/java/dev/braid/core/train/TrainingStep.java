package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Tensors;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import java.util.List;
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
   * @param batches what its gradients come from, at least one; they count as one large batch
   * @param kept what there is to go back to, for the message
   */
  double run(long step, List<HostBatch> batches, Supplier<String> kept, StepTimes times)
      throws BadDataException, DivergedException {
    Engine engine = Engine.getInstance();
    engine.setRandomSeed((int) Order.seed(seed, 2, step));
    double losses = 0;
    double weights = 0;
    for (HostBatch batch : batches) {
      try (NDManager manager = NDManager.newBaseManager()) {
        double value;
        double weight = 1;
        try (GradientCollector collector = engine.newGradientCollector()) {
          NDList outputs = model.predict(batch, manager, true);
          NDList targets = task.targets(batch.samples(), true, manager);
          NDArray loss = task.loss(outputs, targets);
          times.spent(StepTimes.Phase.FORWARD);
          value = loss.getFloat();
          if (batches.size() > 1) {
            // The sum over the samples now, divided by all their weights before the update.
            weight = task.weight(batch.samples(), targets);
            loss = loss.mul(Tensors.scalar(loss, weight));
          }
          collector.backward(loss);
          times.spent(StepTimes.Phase.BACKWARD);
        }
        if (!Double.isFinite(value)) {
          throw Divergence.describe(
              step, value, batch.samples(), update.gradients(manager), kept.get());
        }
        losses += weight * value;
        weights += weight;
      }
    }
    double share = weights == 0 ? 1 : 1 / weights;
    try (NDManager manager = NDManager.newBaseManager()) {
      update.apply(update.gradients(manager), share);
      times.spent(StepTimes.Phase.UPDATE);
    }
    return losses * share;
  }
}
