package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Tensors;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.train.balance.Balance;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One step of training: forward, backward, update. Dropout follows from the numbers of the step and
 * of the batch in it.
 */
final class TrainingStep {

  private final Balance balance;
  private final Task task;
  private final Update update;
  private final long seed;

  TrainingStep(Balance balance, Task task, Update update, long seed) {
    this.balance = balance;
    this.task = task;
    this.update = update;
    this.seed = seed;
  }

  /**
   * Makes a step; returns the loss before it.
   *
   * @param step its number, from 1 over the whole training
   * @param epoch the running epoch, from 1
   * @param batches what its gradients come from, at least one; they count as one large batch
   * @param kept what there is to go back to, for the message
   */
  double run(long step, int epoch, List<HostBatch> batches, Supplier<String> kept, StepTimes times)
      throws BadDataException, DivergedException {
    Engine engine = Engine.getInstance();
    double losses = 0;
    double weights = 0;
    for (int i = 0; i < batches.size(); i++) {
      HostBatch batch = batches.get(i);
      // For each batch, since heads that only observe draw too, and must not change the next batch.
      engine.setRandomSeed(
          (int) (i == 0 ? Order.seed(seed, 2, step) : Order.seed(seed, 2, step, i)));
      try (NDManager manager = NDManager.newBaseManager()) {
        double value;
        double weight = 1;
        try (GradientCollector collector = engine.newGradientCollector()) {
          Balance.Loss result = balance.loss(batch, manager);
          NDArray loss = result.total();
          times.spent(StepTimes.Phase.FORWARD);
          value = result.value();
          if (batches.size() > 1) {
            // The sum over the samples now, divided by all their weights before the update.
            weight = task.weight(batch.samples(), result.targets());
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
      Map<String, NDArray> gradients = update.gradients(manager);
      balance.modulate(gradients, epoch, step);
      update.apply(gradients, share);
      times.spent(StepTimes.Phase.UPDATE);
    }
    return losses * share;
  }
}
