package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.ModalityDropout;
import dev.braid.core.data.Order;
import dev.braid.core.data.Removal;
import dev.braid.core.engine.GradMode;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
import dev.braid.core.train.balance.Balance;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. Order, dropout, modality dropout and initial values follow from (seed, epoch,
 * step) alone, so the same spec gives the same losses with the same number of engine threads.
 */
public final class Trainer {

  private final BraidModel model;
  private final Task task;
  private final Optimizer optimizer;
  private final TrainingOptions options;
  private final Batches batches;
  private final RunDirectory run;
  private final TrainingListener listener;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Update update;
  private final Balance balance;
  private long step;
  private @Nullable Double bestValue;
  private @Nullable Long savedStep;

  /** The model has its first values already. */
  public Trainer(
      BraidModel model,
      Task task,
      Optimizer optimizer,
      TrainingOptions options,
      Batches batches,
      RunDirectory run,
      TrainingListener listener) {
    this.model = model;
    this.task = task;
    this.optimizer = optimizer;
    this.options = options;
    this.batches = batches;
    this.run = run;
    this.listener = listener;
    Map<String, Parameter> trained = new LinkedHashMap<>();
    model
        .named()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                trained.put(name, parameter);
              }
            });
    this.update = new Update(trained, optimizer);
    this.balance = new Balance(model, task, options, batches);
  }

  /** Asks the loop to stop after the step it is at; it then writes a checkpoint. Any thread may. */
  public void stop() {
    stop.set(true);
  }

  /** Trains to the end, or until stopped. Returns whether it reached the end. */
  public boolean run(List<Sample> train, List<Sample> validation)
      throws BadDataException, DivergedException, IOException {
    GradMode.off();
    int perEpoch = batches.of(train, options.batch()).count();
    listener.start(run, options.epochs(), perEpoch);
    balance.begin(train, validation);
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      long begin = System.nanoTime();
      Progress progress = epoch(epoch, train);
      double seconds = (System.nanoTime() - begin) / 1e9;
      boolean whole = progress.samples == train.size();
      if (progress.steps == 0 && epoch > 1) {
        return false; // stopped between two epochs: the checkpoint is written already
      }
      finish(epoch, progress, seconds, validation, whole);
      if (!whole) {
        return false;
      }
    }
    return true;
  }

  private Progress epoch(int epoch, List<Sample> train) throws BadDataException, DivergedException {
    Removal dropout =
        new ModalityDropout(options.modalityDropout(), Order.seed(options.seed(), 4, epoch));
    Batches.Stream stream = batches.of(order(train, options, epoch), options.batch(), dropout);
    Progress progress = new Progress();
    while (!stop.get() && (options.maxSteps() == null || step < options.maxSteps())) {
      HostBatch batch = stream.next();
      if (batch == null) {
        break;
      }
      double loss = step(batch, epoch);
      progress.add(loss, batch.samples().size());
      listener.step(epoch, progress.steps, batch.samples().size(), loss);
    }
    return progress;
  }

  /** The order that an epoch, counted from 1, takes the samples in. */
  public static List<Sample> order(List<Sample> train, TrainingOptions options, int epoch) {
    return Order.shuffled(train, options.groupBy(), Order.seed(options.seed(), 1, epoch));
  }

  /** One update; returns the loss before it. */
  private double step(HostBatch batch, int epoch) throws BadDataException, DivergedException {
    step++;
    Engine engine = Engine.getInstance();
    engine.setRandomSeed((int) Order.seed(options.seed(), 2, step));
    try (NDManager manager = NDManager.newBaseManager()) {
      double value;
      try (GradientCollector collector = engine.newGradientCollector()) {
        Balance.Loss loss = balance.loss(batch, manager);
        collector.backward(loss.total());
        value = loss.value();
      }
      Map<String, NDArray> gradients = update.gradients(manager);
      if (!Double.isFinite(value)) {
        throw Divergence.describe(step, value, batch.samples(), gradients, kept());
      }
      balance.modulate(gradients, epoch, step);
      update.apply(gradients);
      return value;
    }
  }

  private void finish(
      int epoch, Progress progress, double seconds, List<Sample> validation, boolean whole)
      throws BadDataException, DivergedException, IOException {
    refuseBrokenValues();
    Map<String, Double> measures =
        validation.isEmpty()
            ? Map.of()
            : new Evaluator(model, task, options.batch())
                .run(batches, validation, Removal.NONE, Evaluator.Sink.NONE)
                .measures();
    Double value = measures.get(task.primaryMetric());
    boolean best = better(value);
    if (best) {
      bestValue = value;
    }
    TrainingState state =
        new TrainingState(
            step,
            whole ? epoch : epoch - 1,
            whole ? 0 : progress.samples,
            options.seed(),
            task.primaryMetric(),
            value,
            bestValue);
    run.checkpoints().save(state, model.named(), optimizer, best);
    savedStep = step;
    TrainingListener.Epoch figures =
        new TrainingListener.Epoch(
            epoch,
            options.epochs(),
            progress.meanLoss(),
            measures,
            progress.samples / seconds,
            seconds,
            best,
            task.primaryMetric());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch);
    line.put("step", step);
    line.put("train_loss", figures.trainLoss());
    measures.forEach((name, measure) -> line.put("validation_" + name, measure));
    if (whole) {
      line.putAll(balance.epoch(epoch));
    }
    line.put("samples_per_second", figures.samplesPerSecond());
    line.put("seconds", seconds);
    line.put("best", best);
    run.appendMetrics(line);
    listener.epoch(figures);
  }

  /** The loss shows a bad update only one step later; a checkpoint must not hold it before. */
  private void refuseBrokenValues() throws DivergedException {
    for (Map.Entry<String, Parameter> entry : model.named().entrySet()) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray values = manager.zeros(new Shape(1)).add(entry.getValue().getArray());
        if (!Float.isFinite(values.abs().max().getFloat())) {
          throw Divergence.describe(step, entry.getKey(), kept());
        }
      }
    }
  }

  private String kept() {
    return savedStep == null
        ? "it had not come to its first checkpoint"
        : "the checkpoint of step %d is kept in %s".formatted(savedStep, run.path());
  }

  /** Without a validation split the newest checkpoint counts as the best. */
  private boolean better(@Nullable Double value) {
    if (value == null || bestValue == null || bestValue.isNaN()) {
      return true;
    }
    return task.higherIsBetter() ? value > bestValue : value < bestValue;
  }

  private static final class Progress {
    private int steps;
    private int samples;
    private double losses;

    void add(double loss, int count) {
      steps++;
      samples += count;
      losses += loss;
    }

    double meanLoss() {
      return steps == 0 ? Double.NaN : losses / steps;
    }
  }
}
