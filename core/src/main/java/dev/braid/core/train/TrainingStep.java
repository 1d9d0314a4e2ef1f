package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.api.nn.Tensors;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.train.balance.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One step of training: forward, backward, update. Dropout follows from the numbers of the step and
 * of the batch in it.
 */
final class TrainingStep {

  /** The purpose of {@link Order#seed}; no other choice may use it. */
  private static final int CHOICES = 23;

  private final BraidModel model;
  private final Balance balance;
  private final Task task;
  private final Update update;
  private final long seed;

  TrainingStep(BraidModel model, Balance balance, Task task, Update update, long seed) {
    this.model = model;
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
    if (batches.size() > 1 && task.acrossSamples()) {
      return joint(step, epoch, batches, kept, times);
    }
    Engine engine = Engine.getInstance();
    double losses = 0;
    double weights = 0;
    for (int i = 0; i < batches.size(); i++) {
      HostBatch batch = batches.get(i);
      // For each batch, since heads that only observe draw too, and must not change the next batch.
      engine.setRandomSeed(draws(step, i));
      try (NDManager manager = NDManager.newBaseManager()) {
        double value;
        double weight = 1;
        try (GradientCollector collector = engine.newGradientCollector()) {
          Balance.Loss result = balance.loss(batch, manager, choices(step, i));
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

  /** The engine's seed for a batch of a step. */
  private int draws(long step, int i) {
    return (int) (i == 0 ? Order.seed(seed, 2, step) : Order.seed(seed, 2, step, i));
  }

  /** The seed of what the head chooses for a batch of a step. */
  private long choices(long step, int i) {
    return Order.seed(seed, CHOICES, step, i);
  }

  /**
   * A step whose loss is over the samples of all batches together, in the memory of one: outputs
   * first, without gradients; the loss of them all and its gradient for each output; then every
   * batch once more, which carries its outputs' gradients back (GradCache, Gao et al. 2021,
   * arXiv:2101.06983). Dropout and choices are the same both times.
   */
  private double joint(
      long step, int epoch, List<HostBatch> batches, Supplier<String> kept, StepTimes times)
      throws BadDataException, DivergedException {
    Engine engine = Engine.getInstance();
    try (NDManager all = NDManager.newBaseManager()) {
      List<NDList> leaves = new ArrayList<>();
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < batches.size(); i++) {
        samples.addAll(batches.get(i).samples());
        engine.setRandomSeed(draws(step, i));
        try (NDManager manager = NDManager.newBaseManager()) {
          NDList outputs = outputs(batches.get(i), manager, choices(step, i));
          NDList own = new NDList();
          for (NDArray output : outputs) {
            NDArray leaf = output.duplicate();
            leaf.attach(all);
            leaf.setRequiresGradient(leaf.getDataType().isFloating());
            own.add(leaf);
          }
          leaves.add(own);
        }
      }
      NDList targets = task.targets(samples, true, all);
      double value;
      try (GradientCollector collector = engine.newGradientCollector()) {
        NDArray loss = task.loss(task.join(leaves), targets);
        value = loss.getFloat();
        times.spent(StepTimes.Phase.FORWARD);
        collector.backward(loss);
        times.spent(StepTimes.Phase.BACKWARD);
      }
      if (!Double.isFinite(value)) {
        throw Divergence.describe(step, value, samples, update.gradients(all), kept.get());
      }
      for (int i = 0; i < batches.size(); i++) {
        engine.setRandomSeed(draws(step, i));
        try (NDManager manager = NDManager.newBaseManager();
            GradientCollector collector = engine.newGradientCollector()) {
          NDArray surrogate = null;
          NDList outputs = outputs(batches.get(i), manager, choices(step, i));
          for (int j = 0; j < outputs.size(); j++) {
            NDArray leaf = leaves.get(i).get(j);
            if (leaf.hasGradient()) {
              NDArray gradient = leaf.getGradient();
              gradient.attach(manager);
              NDArray term = outputs.get(j).mul(gradient).sum();
              surrogate = surrogate == null ? term : surrogate.add(term);
            }
          }
          times.spent(StepTimes.Phase.FORWARD);
          if (surrogate != null) {
            collector.backward(surrogate);
          }
          times.spent(StepTimes.Phase.BACKWARD);
        }
      }
      Map<String, NDArray> gradients = update.gradients(all);
      balance.modulate(gradients, epoch, step);
      update.apply(gradients, 1);
      times.spent(StepTimes.Phase.UPDATE);
      return value;
    }
  }

  private NDList outputs(HostBatch batch, NDManager manager, long choices) throws BadDataException {
    NDList targets = task.targets(batch.samples(), true, manager);
    return model.pass(batch, manager, true, targets, choices).outputs();
  }
}
