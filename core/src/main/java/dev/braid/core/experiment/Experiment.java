package dev.braid.core.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.TrainingChecks;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Maker;
import dev.braid.core.data.Batches;
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.data.Pass;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.report.RunReport;
import dev.braid.core.run.Checkpoints;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
import dev.braid.core.spec.SpecException;
import dev.braid.core.track.RunRecords;
import dev.braid.core.track.TensorBoard;
import dev.braid.core.train.DivergedException;
import dev.braid.core.train.Evaluator;
import dev.braid.core.train.Trainer;
import dev.braid.core.train.TrainingListener;
import dev.braid.core.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One training run, from a checked spec to a run directory with test figures. */
public final class Experiment {

  private final Beginning beginning;
  private final CheckedSpec spec;
  private final Path cache;
  private final TrainingListener listener;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile @Nullable Trainer trainer;

  /**
   * Prepares a run; nothing is trained yet.
   *
   * @param cache a folder for files that can be made again
   */
  public Experiment(Beginning beginning, Path cache, TrainingListener listener) {
    this.beginning = beginning;
    this.spec = beginning.spec();
    this.cache = cache;
    this.listener = listener;
  }

  /**
   * What a run came to.
   *
   * @param bestStep null where it was stopped before the end of its first epoch
   */
  public record Outcome(
      RunDirectory run,
      boolean finished,
      @Nullable Long bestStep,
      Map<String, Double> test,
      Map<String, Double> baselines,
      List<Example> examples) {}

  /**
   * A sample of the test split with its best prediction.
   *
   * @param target the label that is right, or null
   */
  public record Example(
      Sample sample, @Nullable String target, List<Task.Prediction> predictions) {}

  /** Asks a running experiment to stop and waits until its run directory is usable. */
  public void stop() throws InterruptedException {
    stopped = true;
    Trainer running = trainer;
    if (running != null) {
      running.stop();
    }
    done.await();
  }

  /** Trains, chooses the best checkpoint and measures it on the test split, once. */
  public Outcome train() throws BadDataException, DivergedException, IOException, SpecException {
    EngineSettings.prepare(beginning.threads());
    try {
      Dataset data = Dataset.open(spec, beginning.base(), cache);
      Composition composition = new Composition(spec);
      beginning.fit(composition, data);
      return train(data, composition);
    } finally {
      done.countDown();
    }
  }

  private Outcome train(Dataset data, Composition composition)
      throws BadDataException, DivergedException, IOException, SpecException {
    Map<String, Double> baselines =
        TestBaselines.of(spec, composition.task(), data.train(), data.test());
    listener.note(
        "data: %,d train, %,d validation, %,d test samples"
            .formatted(data.train().size(), data.validation().size(), data.test().size()));
    try (NDManager manager = NDManager.newBaseManager();
        Batches batches = Pipeline.batches(spec, composition.readers(), cache)) {
      BrokenSamples broken = batches.broken();
      if (broken != null) {
        broken.addAll(data.broken());
      }
      BraidModel model = composition.model();
      TrainingChecks.late(spec, model.trained(), data.train().size(), data.validation().size());
      model.initialize(manager, spec.training().seed());
      listener.note("model: %,d parameters".formatted(model.parameterCount()));
      Origin origin = beginning.start(model, listener);
      StandIns.untrained(spec, model, data.train()).ifPresent(listener::note);
      JsonNode environment = Environment.describe(beginning.base(), data, origin);
      RunDirectory run = beginning.directory(composition, environment, listener);
      try {
        return train(run, data, composition, batches, baselines);
      } catch (BadDataException | DivergedException | IOException | RuntimeException e) {
        listener.failed(run);
        throw e;
      }
    }
  }

  private Outcome train(
      RunDirectory run,
      Dataset data,
      Composition composition,
      Batches batches,
      Map<String, Double> baselines)
      throws BadDataException, DivergedException, IOException {
    StepClock clock = new StepClock(listener);
    boolean finished = learn(run, data, composition, batches, clock);
    Checkpoints checkpoints = run.checkpoints();
    if (stopped) {
      Long best = checkpoints.hasBest() ? checkpoints.best() : null;
      listener.interrupted(run);
      return new Outcome(run, false, best, Map.of(), baselines, List.of());
    }
    Outcome outcome = measure(run, data, composition, batches, baselines, finished, clock);
    RunReport.finish(run, listener::note);
    run.writeProgress(beginning.base(), true);
    listener.finished(run);
    return outcome;
  }

  private boolean learn(
      RunDirectory run,
      Dataset data,
      Composition composition,
      Batches batches,
      TrainingListener clock)
      throws BadDataException, DivergedException, IOException {
    BraidModel model = composition.model();
    try (Optimizer optimizer = Maker.optimizer(spec.optimizer(), trainable(model));
        RunRecords records = new RunRecords(clock, new TensorBoard())) {
      Trainer loop =
          new Trainer(
              model,
              composition.task(),
              optimizer,
              schedule(data.train().size()),
              spec.training(),
              batches,
              run,
              records);
      Optional<TrainingState> state = beginning.checkpoint(run, listener);
      if (state.isPresent()) {
        loop.restore(state.get());
      }
      trainer = loop;
      if (stopped) {
        loop.stop();
      }
      return loop.run(data.train(), data.validation());
    }
  }

  private Schedule schedule(int samples) {
    TrainingOptions training = spec.training();
    return Maker.schedule(
        spec.schedule(), training.steps(samples), training.stepsPerEpoch(samples));
  }

  /**
   * Writes {@code predictions.jsonl}, {@code test.json} and {@code cost.json}: what the best
   * checkpoint can do, and for what.
   */
  private Outcome measure(
      RunDirectory run,
      Dataset data,
      Composition composition,
      Batches batches,
      Map<String, Double> baselines,
      boolean finished,
      StepClock clock)
      throws BadDataException, IOException {
    long best = run.checkpoints().best();
    BraidModel model = composition.model();
    Evaluator.Result result = new Evaluator.Result(0, Map.of(), Map.of(), List.of());
    List<Example> examples = List.of();
    Double inferenceMs = null;
    if (!data.test().isEmpty()) {
      run.checkpoints().load(best, model.named());
      composition.task().validated(run.checkpoints().state(best).validation());
      Evaluator evaluator = new Evaluator(model, composition.task(), spec.training().batch());
      TargetLabels targets = TargetLabels.of(spec, composition.task());
      try (PredictionFile file =
          new PredictionFile(run.predictions(), spec, targets::of, targets::text)) {
        long begin = System.nanoTime();
        result =
            evaluator.run(
                batches,
                Pass.of(data.test(), spec.training().batch()).skipping(batches.broken("test")),
                file);
        inferenceMs = (System.nanoTime() - begin) / 1e6 / result.samples();
        file.finish(result.values());
        examples = file.examples();
      }
    }
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("step", best);
    Map<String, Integer> samples = new LinkedHashMap<>();
    samples.put("train", data.train().size());
    samples.put("validation", data.validation().size());
    samples.put("test", data.test().size());
    test.put("samples", samples);
    test.put("measures", result.measures());
    test.put("validation", run.checkpoints().state(best).validation());
    test.put("baselines", baselines);
    test.put(
        "validation_baselines",
        TestBaselines.of(spec, composition.task(), data.train(), data.validation()));
    test.put("details", result.details());
    BrokenSamples broken = batches.broken();
    if (broken != null) {
      test.put("skipped", broken.counts());
      broken.write(run.broken());
      broken.line("test").ifPresent(listener::note);
    }
    run.writeJson("test.json", test);
    run.writeJson(RunCost.FILE, RunCost.of(spec, data, run, model, clock.median(), inferenceMs));
    return new Outcome(run, finished, best, result.measures(), baselines, examples);
  }

  private static Map<String, NDArray> trainable(BraidModel model) {
    Map<String, NDArray> trainable = new LinkedHashMap<>();
    model.trained().forEach((name, parameter) -> trainable.put(name, parameter.getArray()));
    return trainable;
  }
}
