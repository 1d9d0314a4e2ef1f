package dev.braid.core.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Order;
import dev.braid.core.data.Pass;
import dev.braid.core.engine.GradMode;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
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
  }

  /** Asks the loop to stop after the step it is at; it then writes a checkpoint. Any thread may. */
  public void stop() {
    stop.set(true);
  }

  /** Trains to the end, or until stopped. Returns whether it reached the end. */
  public boolean run(List<Sample> train, List<Sample> validation)
      throws BadDataException, DivergedException, IOException {
    GradMode.off();
    BrokenSamples broken = batches.broken();
    if (broken != null) {
      broken.read(run.broken());
    }
    int perEpoch = batches.of(train, options.batch()).count();
    listener.start(run, options.epochs(), perEpoch);
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      long begin = System.nanoTime();
      Progress progress = epoch(epoch, train);
      double seconds = (System.nanoTime() - begin) / 1e9;
      boolean whole = progress.position == train.size();
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
    Batches.Stream stream = batches.of(EpochPass.of(train, task, options, epoch, batches));
    Progress progress = new Progress();
    while (!stop.get() && (options.maxSteps() == null || step < options.maxSteps())) {
      HostBatch batch = stream.next();
      if (batch == null) {
        progress.position = stream.position(); // broken samples may be last
        break;
      }
      double loss = step(batch);
      progress.add(loss, batch.samples().size());
      progress.position = stream.position();
      listener.step(epoch, progress.steps, batch.samples().size(), loss);
    }
    return progress;
  }

  /** One update; returns the loss before it. */
  private double step(HostBatch batch) throws BadDataException, DivergedException {
    step++;
    Engine engine = Engine.getInstance();
    engine.setRandomSeed((int) Order.seed(options.seed(), 2, step));
    try (NDManager manager = NDManager.newBaseManager()) {
      double value;
      try (GradientCollector collector = engine.newGradientCollector()) {
        NDList outputs = model.predict(batch, manager, true);
        NDArray loss = task.loss(outputs, task.targets(batch.samples(), true, manager));
        collector.backward(loss);
        value = loss.getFloat();
      }
      Map<String, NDArray> gradients = update.gradients(manager);
      if (!Double.isFinite(value)) {
        throw Divergence.describe(step, value, batch.samples(), gradients, kept());
      }
      update.apply(gradients);
      return value;
    }
  }

  private void finish(
      int epoch, Progress progress, double seconds, List<Sample> validation, boolean whole)
      throws BadDataException, DivergedException, IOException {
    refuseBrokenValues();
    writeBroken(progress, whole);
    Map<String, Double> measures =
        validation.isEmpty()
            ? Map.of()
            : new Evaluator(model, task, options.batch())
                .run(
                    batches,
                    Pass.of(validation, options.batch()).skipping(batches.broken("validation")),
                    Evaluator.Sink.NONE)
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
            whole ? 0 : progress.position,
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
    line.put("samples_per_second", figures.samplesPerSecond());
    line.put("seconds", seconds);
    line.put("best", best);
    run.appendMetrics(line);
    listener.epoch(figures);
    noteBroken(epoch);
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

  /** Before a checkpoint, so that a run that goes on from it knows them all. */
  private void writeBroken(Progress progress, boolean whole) throws BadDataException, IOException {
    BrokenSamples broken = batches.broken();
    if (broken == null) {
      return;
    }
    broken.write(run.broken());
    if (whole && progress.samples == 0) {
      throw new BadDataException(
          broken.line("train").orElse("the train split is empty") + "; none is left");
    }
  }

  private void noteBroken(int epoch) {
    BrokenSamples broken = batches.broken();
    if (broken != null && epoch == 1) {
      broken.line("train").ifPresent(listener::note);
      broken.line("validation").ifPresent(listener::note);
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

    /** In the order of the epoch, with broken samples counted. */
    private int position;

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
