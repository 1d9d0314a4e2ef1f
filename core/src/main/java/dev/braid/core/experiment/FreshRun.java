package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.RunLock;
import dev.braid.core.run.TrainingState;
import dev.braid.core.spec.SpecWriter;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run of its own, from a spec. */
public final class FreshRun implements Beginning {

  private final CheckedSpec spec;
  private final Path base;
  private final Path runs;
  private @Nullable RunLock lock;

  /**
   * Nothing is written yet.
   *
   * @param base the folder that relative paths in the spec start from
   * @param runs where run directories go
   */
  public FreshRun(CheckedSpec spec, Path base, Path runs) {
    this.spec = spec;
    this.base = base;
    this.runs = runs;
  }

  @Override
  public CheckedSpec spec() {
    return spec;
  }

  @Override
  public Path base() {
    return base;
  }

  @Override
  public @Nullable Integer threads() {
    return spec.training().threads();
  }

  @Override
  public void fit(Composition composition, Dataset data) throws BadDataException {
    Pipeline.fit(spec, composition, data.train());
  }

  @Override
  public @Nullable Origin start(BraidModel model, TrainingListener listener)
      throws BadDataException {
    Optional<StartingWeights> weights = StartingWeights.of(spec);
    return weights.isPresent() ? weights.get().take(model, listener) : null;
  }

  /** Its spec.yaml comes last: with it the run can be resumed. */
  @Override
  public RunDirectory directory(
      Composition composition, JsonNode environment, TrainingListener listener) throws IOException {
    RunDirectory run = RunDirectory.create(runs, spec.name());
    lock = RunLock.take(run);
    for (Map.Entry<String, Reader> entry : composition.readers().entrySet()) {
      AtomicFiles.folder(run.input(entry.getKey()), entry.getValue()::save);
    }
    AtomicFiles.folder(run.task(), composition.task()::save);
    run.writeJson(Environment.FILE, environment);
    run.writeProgress(base, false);
    AtomicFiles.write(run.spec(), SpecWriter.write(spec.complete()));
    return run;
  }

  @Override
  public Optional<TrainingState> checkpoint(RunDirectory run, TrainingListener listener) {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
