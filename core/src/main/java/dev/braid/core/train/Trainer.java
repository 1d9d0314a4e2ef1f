package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.ModalityDropout;
import dev.braid.core.data.Order;
import dev.braid.core.data.Removal;
import dev.braid.core.engine.GradMode;
import dev.braid.core.run.LineLog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. Order, dropout, modality dropout and initial values follow from (seed, epoch,
 * step) alone, so the same spec gives the same losses with the same number of engine threads, and a
 * checkpoint of weights, pieces and {@link TrainingState} is all it takes to go on as if training
 * had never stopped.
 */
public final class Trainer {

  private final BraidModel model;
  private final Task task;
  private final TrainingOptions options;
  private final Batches batches;
  private final RunDirectory run;
  private final TrainingListener listener;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Update update;
  private final TrainingStep step;
  private final Pieces pieces = new Pieces();
  private final Cadence cadence;
  private final Standing at;
  private @Nullable Long savedStep;

  /**
   * The model has its first values already.
   *
   * @param schedule with its warm-up
   */
  public Trainer(
      BraidModel model,
      Task task,
      Optimizer optimizer,
      Schedule schedule,
      TrainingOptions options,
      Batches batches,
      RunDirectory run,
      TrainingListener listener) {
    this.model = model;
    this.task = task;
    this.options = options;
    this.batches = batches;
    this.run = run;
    this.listener = listener;
    this.update =
        new Update(
            model.trained(),
            optimizer,
            schedule,
            options,
            task.primaryMetric(),
            task.higherIsBetter());
    pieces.add("update", update);
    this.step = new TrainingStep(model, task, update, options.seed());
    this.cadence = new Cadence(options.checkpoint(), System::nanoTime);
    this.at = new Standing(options.seed(), task.primaryMetric(), task.higherIsBetter());
  }

  /** Asks the loop to stop after the step it is at; it then writes a checkpoint. Any thread may. */
  public void stop() {
    stop.set(true);
  }

  /** Goes on from a checkpoint of this run; the model gets its values from it. */
  public void restore(TrainingState state) throws IOException {
    run.checkpoints().loadTrained(state.step(), model.named());
    try (NDManager manager = NDManager.newBaseManager()) {
      pieces.restore(run.checkpoints().pieces(state.step(), manager), state.pieces());
      update.restoreAverages(run.checkpoints().averages(state.step(), manager));
    }
    at.restore(state);
    savedStep = state.step();
  }

  /** Trains to the end, or until stopped. Returns whether it reached the end. */
  public boolean run(List<Sample> train, List<Sample> validation)
      throws BadDataException, DivergedException, IOException {
    GradMode.off();
    listener.start(run, options.epochs(), (int) options.stepsPerEpoch(train.size()));
    while (!at.over(options)) {
      StepTimes times = new StepTimes();
      long size = steps(train, times);
      if (at.position() < size && !at.full(options)) {
        if (at.step() > 0 && (savedStep == null || savedStep != at.step())) {
          save(Map.of(), true);
        }
        return false;
      }
      finish(times, validation, at.position() >= size);
    }
    return true;
  }

  /** Makes the steps that are left of the running epoch; returns how many samples the epoch has. */
  private long steps(List<Sample> train, StepTimes times)
      throws BadDataException, DivergedException, IOException {
    int epoch = at.epoch();
    update.epoch(epoch);
    Removal dropout =
        new ModalityDropout(options.modalityDropout(), Order.seed(options.seed(), 4, epoch));
    List<Sample> order = order(train, options, epoch);
    List<Sample> left = order.subList((int) at.position(), order.size());
    Batches.Stream stream = batches.of(left, options.batch(), dropout);
    while (!stop.get() && !at.full(options)) {
      times.mark();
      List<HostBatch> some = next(stream);
      times.spent(StepTimes.Phase.WAIT);
      if (some.isEmpty()) {
        break;
      }
      double loss = step.run(at.nextStep(), some, this::kept, times);
      long taken = (long) options.batch() * some.size();
      at.made(loss, Math.min(at.position() + taken, order.size()));
      int samples = some.stream().mapToInt(batch -> batch.samples().size()).sum();
      times.samples(samples);
      listener.step(epoch, at.steps(), samples, loss);
      boolean last = at.position() == order.size() || at.full(options);
      if (!last && cadence.dueAfterStep(at.step())) {
        save(Map.of(), false);
      }
    }
    return order.size();
  }

  /** The batches of the next step; fewer at the end of an epoch, none behind it. */
  private List<HostBatch> next(Batches.Stream stream) throws BadDataException {
    List<HostBatch> some = new ArrayList<>();
    while (some.size() < options.accumulate()) {
      HostBatch batch = stream.next();
      if (batch == null) {
        break;
      }
      some.add(batch);
    }
    return some;
  }

  /** The order that an epoch, counted from 1, takes the samples in. */
  public static List<Sample> order(List<Sample> train, TrainingOptions options, int epoch) {
    return Order.shuffled(train, options.groupBy(), Order.seed(options.seed(), 1, epoch));
  }

  /** Validates, writes a line of each log and a checkpoint. */
  private void finish(StepTimes times, List<Sample> validation, boolean whole)
      throws BadDataException, DivergedException, IOException {
    refuseBrokenValues();
    times.mark();
    Map<String, Double> measures = validation.isEmpty() ? Map.of() : measure(validation);
    times.spent(StepTimes.Phase.VALIDATION);
    double seconds = times.seconds();
    TrainingListener.Epoch figures =
        new TrainingListener.Epoch(
            at.epoch(),
            options.epochs(),
            at.meanLoss(),
            measures,
            times.samplesPerSecond(seconds),
            seconds,
            at.validated(measures.get(task.primaryMetric())),
            task.primaryMetric(),
            update.learningRate());
    String ending = update.validated(measures);
    at.end(ending);
    // The lines come before the checkpoint: what comes after a checkpoint is made again.
    metricsLine(figures, ending);
    timingsLine(figures, times);
    if (whole) {
      at.closeEpoch();
    }
    if (figures.best()
        || at.over(options)
        || cadence.dueAfterEpoch(figures.epoch())
        || cadence.dueAfterStep(at.step())) {
      save(measures, false);
    }
    listener.epoch(figures);
    if (ending != null) {
      listener.note("training ends here: " + ending);
    }
  }

  private Map<String, Double> measure(List<Sample> validation)
      throws BadDataException, IOException {
    try (Average.Use use = update.averaged()) {
      return new Evaluator(model, task, options.batch())
          .run(batches, validation, Removal.NONE, Evaluator.Sink.NONE)
          .measures();
    }
  }

  private void metricsLine(TrainingListener.Epoch figures, @Nullable String ending)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", figures.epoch());
    line.put("step", at.step());
    line.put("train_loss", figures.trainLoss());
    figures.validation().forEach((name, measure) -> line.put("validation_" + name, measure));
    line.put("learning_rate", figures.learningRate());
    line.put("best", figures.best());
    if (ending != null) {
      line.put("ended", ending);
    }
    new LineLog(run.metrics()).append(line);
  }

  private void timingsLine(TrainingListener.Epoch figures, StepTimes times) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", figures.epoch());
    line.put("step", at.step());
    line.put("seconds", figures.seconds());
    line.put("samples_per_second", figures.samplesPerSecond());
    times.addTo(line);
    new LineLog(run.timings()).append(line);
  }

  private void save(Map<String, Double> validation, boolean stopped)
      throws DivergedException, IOException {
    if (validation.isEmpty()) {
      refuseBrokenValues();
    }
    TrainingState state = at.state(validation, stopped, pieces.values());
    run.checkpoints()
        .save(state, model.named(), pieces::arrays, update.averages(), options.checkpoint().keep());
    savedStep = at.step();
    cadence.saved();
  }

  /** The loss shows a bad update only one step later; a checkpoint must not hold it before. */
  private void refuseBrokenValues() throws DivergedException {
    for (Map.Entry<String, Parameter> entry : model.named().entrySet()) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray values = manager.zeros(new Shape(1)).add(entry.getValue().getArray());
        if (!Float.isFinite(values.abs().max().getFloat())) {
          throw Divergence.describe(at.step(), entry.getKey(), kept());
        }
      }
    }
  }

  private String kept() {
    return savedStep == null
        ? "it had not come to its first checkpoint"
        : "the checkpoint of step %d is kept in %s".formatted(savedStep, run.path());
  }
}
