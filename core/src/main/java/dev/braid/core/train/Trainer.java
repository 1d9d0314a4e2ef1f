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
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Pass;
import dev.braid.core.engine.GradMode;
import dev.braid.core.run.LineLog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
import dev.braid.core.train.balance.Balance;
import dev.braid.core.train.balance.HeadTally;
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
  private final Balance balance;
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
    this.balance = new Balance(model, task, options, batches);
    pieces.add("balance", balance);
    this.step = new TrainingStep(model, balance, task, update, options.seed());
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
    BrokenSamples broken = batches.broken();
    if (broken != null) {
      broken.read(run.broken());
    }
    listener.start(run, options.epochs(), (int) options.stepsPerEpoch(train.size()));
    balance.begin(train, validation);
    if (at.ended() != null) {
      listener.note("training ended before, and does not go on: " + at.ended());
    }
    while (!at.over(options)) {
      StepTimes times = new StepTimes();
      long size = steps(train, times);
      if (at.position() < size && !at.full(options)) {
        if (at.step() > 0 && (savedStep == null || savedStep != at.step())) {
          refuseBrokenValues();
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
    Pass pass = EpochPass.of(train, task, options, epoch, batches).from((int) at.position());
    long size = pass.samples().size();
    Batches.Stream stream = batches.of(pass);
    while (!stop.get() && !at.full(options)) {
      times.mark();
      List<HostBatch> some = next(stream);
      times.spent(StepTimes.Phase.WAIT);
      if (some.isEmpty()) {
        break;
      }
      double loss = step.run(at.nextStep(), epoch, some, this::kept, times);
      at.made(loss, stream.position());
      int samples = some.stream().mapToInt(batch -> batch.samples().size()).sum();
      times.samples(samples);
      listener.step(epoch, at.steps(), at.step(), samples, loss);
      // The last step's checkpoint is the epoch's, also where only broken samples are left.
      if (cadence.dueAfterStep(at.step()) && !at.full(options) && !stream.over()) {
        refuseBrokenValues();
        save(Map.of(), false);
      }
    }
    if (stream.over()) {
      at.passed(stream.position());
    }
    return size;
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

  /** Validates, writes a line of each log and a checkpoint. */
  private void finish(StepTimes times, List<Sample> validation, boolean whole)
      throws BadDataException, DivergedException, IOException {
    refuseBrokenValues();
    refuseNothing(whole);
    times.mark();
    HeadTally tally = whole && !validation.isEmpty() ? balance.tally() : null;
    Map<String, Double> measures = validation.isEmpty() ? Map.of() : measure(validation, tally);
    Map<String, Double> heads = whole ? heads(tally) : Map.of();
    times.spent(StepTimes.Phase.VALIDATION);
    double seconds = times.seconds();
    TrainingListener.Epoch figures =
        new TrainingListener.Epoch(
            at.epoch(),
            options.epochs(),
            at.step(),
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
    metricsLine(figures, heads, ending);
    timingsLine(figures, times);
    if (whole) {
      at.closeEpoch();
    }
    // Told before the checkpoint too: told twice after a kill is better than never.
    listener.epoch(figures);
    noteBroken(figures.epoch());
    if (ending != null) {
      listener.note("training ends here: " + ending);
    }
    if (figures.best()
        || at.over(options)
        || cadence.dueAfterEpoch(figures.epoch())
        || cadence.dueAfterStep(at.step())) {
      save(measures, false);
    }
  }

  @SuppressWarnings("try") // the use ends with the block; nothing in it asks for it
  private Map<String, Double> measure(List<Sample> validation, @Nullable HeadTally tally)
      throws BadDataException, IOException {
    try (Average.Use use = update.averaged()) {
      return Evaluator.ofValidation(model, task, options.batch())
          .run(
              batches,
              Pass.of(validation, options.batch()).skipping(batches.broken("validation")),
              Evaluator.Sink.NONE,
              tally == null ? Evaluator.Watch.NONE : tally)
          .measures();
    }
  }

  /** What the inputs' own heads come to, with the same weights as validation. */
  @SuppressWarnings("try") // as above
  private Map<String, Double> heads(@Nullable HeadTally tally)
      throws BadDataException, IOException {
    try (Average.Use use = update.averaged()) {
      return balance.epoch(at.epoch(), tally);
    }
  }

  private void metricsLine(
      TrainingListener.Epoch figures, Map<String, Double> heads, @Nullable String ending)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", figures.epoch());
    line.put("step", at.step());
    line.put("train_loss", figures.trainLoss());
    figures.validation().forEach((name, measure) -> line.put("validation_" + name, measure));
    line.putAll(heads);
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

  private void save(Map<String, Double> validation, boolean stopped) throws IOException {
    writeBroken(); // before the checkpoint, so that a run that goes on from it knows them all
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

  private void writeBroken() throws IOException {
    BrokenSamples broken = batches.broken();
    if (broken != null) {
      broken.write(run.broken());
    }
  }

  /** An epoch in which every sample is broken trains nothing. */
  private void refuseNothing(boolean whole) throws BadDataException {
    BrokenSamples broken = batches.broken();
    if (broken != null && whole && at.steps() == 0) {
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
}
