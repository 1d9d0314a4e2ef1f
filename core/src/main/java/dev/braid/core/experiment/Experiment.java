package dev.braid.core.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Maker;
import dev.braid.core.data.Batches;
import dev.braid.core.data.Removal;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.report.RunReport;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.SpecWriter;
import dev.braid.core.train.DivergedException;
import dev.braid.core.train.Evaluator;
import dev.braid.core.train.Trainer;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One training run, from a checked spec to a run directory with test figures. */
public final class Experiment {

  private final CheckedSpec spec;
  private final Path base;
  private final Path runs;
  private final Path cache;
  private final TrainingListener listener;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile @Nullable Trainer trainer;

  /**
   * Prepares a run; nothing is read or written yet.
   *
   * @param base the folder that relative paths in the spec start from
   * @param runs where run directories go
   * @param cache a folder for files that can be made again
   */
  public Experiment(CheckedSpec spec, Path base, Path runs, Path cache, TrainingListener listener) {
    this.spec = spec;
    this.base = base;
    this.runs = runs;
    this.cache = cache;
    this.listener = listener;
  }

  /** What a run came to. */
  public record Outcome(
      RunDirectory run,
      boolean finished,
      long bestStep,
      Map<String, Double> test,
      Map<String, Double> baselines,
      List<Example> examples) {}

  /** A sample of the test split with its best prediction. */
  public record Example(
      Sample sample, @Nullable Object target, List<Task.Prediction> predictions) {}

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
  public Outcome train() throws BadDataException, DivergedException, IOException {
    EngineSettings.prepare(spec.training().threads());
    try {
      Dataset data = Dataset.open(spec, base, cache);
      Composition composition = new Composition(spec);
      Pipeline.fit(spec, composition, data.train());
      return train(data, composition);
    } finally {
      done.countDown();
    }
  }

  private Outcome train(Dataset data, Composition composition)
      throws BadDataException, DivergedException, IOException {
    Map<String, Double> baselines = TestBaselines.of(spec, data.train(), data.test());
    listener.note(
        "data: %,d train, %,d validation, %,d test samples"
            .formatted(data.train().size(), data.validation().size(), data.test().size()));
    try (NDManager manager = NDManager.newBaseManager();
        Batches batches = Pipeline.batches(spec, composition.readers())) {
      BraidModel model = composition.model();
      model.initialize(manager, spec.training().seed());
      listener.note("model: %,d parameters".formatted(model.parameterCount()));
      StandIns.untrained(spec, model, data.train()).ifPresent(listener::note);
      RunDirectory run = RunDirectory.create(runs, spec.name());
      save(run, composition);
      StepClock clock = new StepClock(listener);
      boolean finished;
      try (Optimizer optimizer = Maker.optimizer(spec.optimizer(), trainable(model))) {
        Trainer loop =
            new Trainer(model, composition.task(), optimizer, spec.training(), batches, run, clock);
        trainer = loop;
        if (stopped) {
          loop.stop();
        }
        finished = loop.run(data.train(), data.validation());
      }
      long best = run.checkpoints().best();
      if (stopped) {
        return new Outcome(run, false, best, Map.of(), baselines, List.of());
      }
      run.checkpoints().load(best, model.named());
      Evaluator evaluator = new Evaluator(model, composition.task(), spec.training().batch());
      Map<String, Double> validation =
          data.validation().isEmpty()
              ? Map.of()
              : evaluator
                  .run(batches, data.validation(), Removal.NONE, Evaluator.Sink.NONE)
                  .measures();
      Evaluator.Result result = new Evaluator.Result(Map.of(), Map.of());
      List<Example> examples = List.of();
      Double inferenceMs = null;
      if (!data.test().isEmpty()) {
        try (PredictionFile file = new PredictionFile(run.predictions(), spec)) {
          long begin = System.nanoTime();
          result = evaluator.run(batches, data.test(), Removal.NONE, file);
          inferenceMs = (System.nanoTime() - begin) / 1e6 / data.test().size();
          examples = file.examples();
        }
      }
      Map<String, Object> test = new LinkedHashMap<>();
      test.put("step", best);
      test.put("measures", result.measures());
      test.put("validation", validation);
      test.put("baselines", baselines);
      test.put("validation_baselines", TestBaselines.of(spec, data.train(), data.validation()));
      test.put("details", result.details());
      run.writeJson("test.json", test);
      run.writeJson(RunCost.FILE, RunCost.of(spec, data, run, model, clock.median(), inferenceMs));
      RunReport.finish(run, listener::note);
      listener.finished(run);
      return new Outcome(run, finished, best, result.measures(), baselines, examples);
    }
  }

  private void save(RunDirectory run, Composition composition) throws IOException {
    for (Map.Entry<String, Reader> entry : composition.readers().entrySet()) {
      AtomicFiles.folder(run.input(entry.getKey()), entry.getValue()::save);
    }
    AtomicFiles.folder(run.task(), composition.task()::save);
    run.writeJson("environment.json", Environment.describe());
    run.writeJson("run.json", Map.of("base", base.toAbsolutePath().normalize().toString()));
    AtomicFiles.write(run.spec(), SpecWriter.write(spec.complete()));
  }

  private static Map<String, NDArray> trainable(BraidModel model) {
    Map<String, NDArray> trainable = new LinkedHashMap<>();
    for (Map.Entry<String, Parameter> entry : model.named().entrySet()) {
      if (entry.getValue().requiresGradient()) {
        trainable.put(entry.getKey(), entry.getValue().getArray());
      }
    }
    return trainable;
  }
}
