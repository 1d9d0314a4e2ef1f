package dev.example.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Optimizer;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.InputPlan;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Maker;
import dev.braid.core.data.Batches;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.experiment.Dataset;
import dev.braid.core.experiment.Pipeline;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.DivergedException;
import dev.braid.core.train.Trainer;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A spec made ready to train with the parts of core that {@code braid train} uses: its data is in
 * memory and its model has its first values, so that what is measured is the training alone.
 */
final class Rig implements AutoCloseable {

  private final CheckedSpec spec;
  private final Path folder;
  private final List<Sample> train;
  private final Composition composition;
  private final NDManager manager;
  private final Batches batches;

  private Rig(CheckedSpec spec, Path folder, List<Sample> train, Composition composition) {
    this.spec = spec;
    this.folder = folder;
    this.train = train;
    this.composition = composition;
    this.manager = NDManager.newBaseManager();
    this.batches = Pipeline.batches(spec, composition.readers());
  }

  /**
   * Makes a spec ready.
   *
   * @param steps how many updates a training makes at most
   * @param overrides further changes to the spec
   * @param folder for generated pictures and for the run
   */
  static Rig open(Path file, int steps, List<String> overrides, Path folder)
      throws SpecException, BadDataException {
    Rig rig = cold(file, steps, overrides, folder);
    Batches.Stream stream = rig.batches.of(rig.train, rig.spec.training().batch());
    while (stream.next() != null) {
      // Reading each batch once leaves the features in the cache.
    }
    return rig;
  }

  /** The same, but no sample is read yet. */
  static Rig cold(Path file, int steps, List<String> overrides, Path folder)
      throws SpecException, BadDataException {
    List<String> changes =
        new ArrayList<>(List.of("training.validation=0", "training.max_steps=" + steps));
    changes.addAll(overrides);
    CheckedSpec spec =
        SpecChecker.check(
            Overrides.apply(SpecReader.read(file), changes),
            PartCatalog.discover(Rig.class.getClassLoader()));
    Path base = Objects.requireNonNull(file.toAbsolutePath().getParent());
    EngineSettings.prepare(spec.training().threads());
    List<Sample> train = Dataset.open(spec, base, folder.resolve("cache")).train();
    Composition composition = new Composition(spec);
    // Readers learn from the data before batches are made of it.
    for (InputPlan plan : spec.inputs().values()) {
      Objects.requireNonNull(composition.readers().get(plan.name()))
          .fit(train.stream().map(s -> value(s, plan.column())).toList());
    }
    composition.task().fit(train);
    Rig rig = new Rig(spec, folder, train, composition);
    rig.model().initialize(rig.manager, spec.training().seed());
    return rig;
  }

  CheckedSpec spec() {
    return spec;
  }

  /** What the model is trained on, in the order of the data. */
  List<Sample> train() {
    return train;
  }

  BraidModel model() {
    return composition.model();
  }

  /** Keeps the model's values and anything that a step failed to free. */
  NDManager manager() {
    return manager;
  }

  static Object value(Sample sample, String column) {
    return Objects.requireNonNull(sample.value(column), () -> sample.id() + ": no " + column);
  }

  Reader reader(String input) {
    return Objects.requireNonNull(composition.readers().get(input));
  }

  /** Trains as the spec says, without validation. */
  void train(TrainingListener listener) throws BadDataException, DivergedException, IOException {
    Map<String, NDArray> trained = new LinkedHashMap<>();
    model().trained().forEach((name, parameter) -> trained.put(name, parameter.getArray()));
    try (Optimizer optimizer = Maker.optimizer(spec.optimizer(), trained)) {
      RunDirectory run = RunDirectory.create(folder.resolve("runs"), spec.name());
      new Trainer(
              model(),
              composition.task(),
              optimizer,
              step -> 1,
              spec.training(),
              batches,
              run,
              listener)
          .run(train, List.of());
    }
  }

  @Override
  public void close() {
    batches.close();
    manager.close();
  }
}
