package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.train.balance.Balance;
import java.util.Map;
import java.util.function.Supplier;

/** One step of training: forward, backward, update. Dropout follows from the step's number. */
final class TrainingStep {

  private final Balance balance;
  private final Update update;
  private final long seed;

  TrainingStep(Balance balance, Update update, long seed) {
    this.balance = balance;
    this.update = update;
    this.seed = seed;
  }

  /**
   * Makes a step; returns the loss before it.
   *
   * @param step its number, from 1 over the whole training
   * @param epoch the running epoch, from 1
   * @param kept what there is to go back to, for the message
   */
  double run(long step, int epoch, HostBatch batch, Supplier<String> kept, StepTimes times)
      throws BadDataException, DivergedException {
    Engine engine = Engine.getInstance();
    engine.setRandomSeed((int) Order.seed(seed, 2, step));
    try (NDManager manager = NDManager.newBaseManager()) {
      double value;
      try (GradientCollector collector = engine.newGradientCollector()) {
        Balance.Loss loss = balance.loss(batch, manager);
        times.spent(StepTimes.Phase.FORWARD);
        collector.backward(loss.total());
        value = loss.value();
        times.spent(StepTimes.Phase.BACKWARD);
      }
      Map<String, NDArray> gradients = update.gradients(manager);
      if (!Double.isFinite(value)) {
        throw Divergence.describe(step, value, batch.samples(), gradients, kept.get());
      }
      balance.modulate(gradients, epoch, step);
      update.apply(gradients);
      times.spent(StepTimes.Phase.UPDATE);
      return value;
    }
  }
}
