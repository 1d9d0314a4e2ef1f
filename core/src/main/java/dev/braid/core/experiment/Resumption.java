package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.LineLog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.RunLock;
import dev.braid.core.run.TrainingState;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import dev.braid.core.train.TrainingListener;
import dev.braid.core.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on where its newest whole checkpoint left it, in its own directory. What it ends
 * with is what it would have ended with, bit by bit; so nothing may change that decides what is
 * trained.
 */
public final class Resumption implements Beginning {

  /**
   * What may change: it decides how long, where and how fast, not what. Data are told by content,
   * and so are weights.
   */
  private static final Pattern FREE =
      Pattern.compile(
          "data\\..+|weights\\.run|inputs\\..+\\.cache"
              + "|training\\.(epochs|max_steps|threads|cache_mb|disk_cache_mb|checkpoint\\..+)");

  private final RunDirectory run;
  private final RunLock lock;
  private final CheckedSpec spec;
  private final Path base;
  private final JsonNode environment;
  private final List<SpecChanges.Change> changes;
  private final boolean finished;

  private Resumption(RunDirectory run, RunLock lock, List<String> overrides, PartCatalog catalog)
      throws IOException, SpecException {
    this.run = run;
    this.lock = lock;
    base = run.base();
    environment = run.readJson(Environment.FILE);
    CheckedSpec before = SpecChecker.check(SpecReader.read(run.spec()), catalog);
    spec = SpecChecker.check(Overrides.apply(SpecReader.read(run.spec()), overrides), catalog);
    changes = SpecChanges.between(before.complete(), spec.complete());
    refuseOthers(before.training());
    finished = run.finished() && !changed("training.epochs") && !changed("training.max_steps");
  }

  /**
   * Takes up a run and locks it.
   *
   * @param overrides of its spec
   * @throws IOException if there is no run, another process trains it, or it is damaged
   * @throws ChangedSpecException if the overrides change what is trained
   */
  public static Resumption open(Path folder, List<String> overrides, PartCatalog catalog)
      throws IOException, SpecException {
    RunDirectory run = RunDirectory.open(folder);
    RunLock lock = RunLock.take(run);
    try {
      return new Resumption(run, lock, overrides, catalog);
    } catch (IOException | SpecException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void refuseOthers(TrainingOptions before) throws ChangedSpecException {
    List<String> others =
        changes.stream()
            .filter(change -> !FREE.matcher(change.path()).matches())
            .map(SpecChanges.Change::toString)
            .toList();
    if (!others.isEmpty()) {
      throw new ChangedSpecException(
          "%s cannot go on with another spec, for it would be neither one run nor the other: %s; leave that out, or train a new run"
              .formatted(run.path(), String.join("; ", others)));
    }
    Long most = before.maxSteps();
    Long now = spec.training().maxSteps();
    if (spec.training().epochs() < before.epochs()
        || (now != null && (most == null || now < most))) {
      throw new ChangedSpecException(
          "%s can be made longer, not shorter: %s"
              .formatted(
                  run.path(),
                  String.join("; ", changes.stream().map(SpecChanges.Change::toString).toList())));
    }
  }

  private boolean changed(String path) {
    return changes.stream().anyMatch(change -> change.path().equals(path));
  }

  /** Whether there is nothing left to do. */
  public boolean finished() {
    return finished;
  }

  /** Where it is. */
  public RunDirectory run() {
    return run;
  }

  @Override
  public CheckedSpec spec() {
    return spec;
  }

  @Override
  public Path base() {
    return base;
  }

  /** As many as the run had last, also where this machine has other cores. */
  @Override
  public @Nullable Integer threads() {
    return changed("training.threads")
        ? spec.training().threads()
        : Environment.threads(environment, spec.training().threads());
  }

  @Override
  public void fit(Composition composition, Dataset data) throws IOException {
    Pipeline.load(run, composition);
  }

  /** The other run is needed only where nothing whole is left of this one. */
  @Override
  public @Nullable Origin start(BraidModel model, TrainingListener listener)
      throws BadDataException, IOException {
    Origin before = Origin.recorded(environment);
    Optional<StartingWeights> weights =
        before == null || run.checkpoints().newest(damage -> {}).isPresent()
            ? Optional.empty()
            : StartingWeights.of(spec);
    if (before == null || weights.isEmpty()) {
      return before;
    }
    if (!weights.get().origin().sha256().equals(before.sha256())) {
      throw new BadDataException(
          "%s has no whole checkpoint and cannot begin again: the weights in %s are not those it began with (SHA-256 %s); restore them, or train a new run"
              .formatted(run.path(), before.run(), before.sha256()));
    }
    weights.get().take(model, listener);
    return before;
  }

  @Override
  public RunDirectory directory(Composition composition, JsonNode now, TrainingListener listener)
      throws BadDataException, IOException {
    String fault = Environment.otherData(environment, now);
    if (fault != null) {
      throw new BadDataException(
          "%s cannot go on: %s; give the data it began with, or train a new run"
              .formatted(run.path(), fault));
    }
    // First, so that a process that is killed before the new spec is written leaves a run that can
    // be given the same changes again; with the new spec alone it would count as finished.
    run.writeProgress(base, false);
    List<String> differences =
        Environment.differences(Environment.newest(environment), now, Environment.FOR_BITS);
    if (!differences.isEmpty()) {
      listener.note("not as the run was so far, so bits may differ from here on:");
      differences.forEach(line -> listener.note("  " + line));
      run.writeJson(Environment.FILE, Environment.resumed(environment, now));
    }
    if (!changes.isEmpty()) {
      changes.forEach(change -> listener.note("changed: " + change));
      AtomicFiles.write(run.spec(), SpecWriter.write(spec.complete()));
    }
    return run;
  }

  @Override
  public Optional<TrainingState> checkpoint(RunDirectory directory, TrainingListener listener)
      throws IOException {
    Optional<TrainingState> state =
        run.checkpoints().newest(damage -> listener.note("not used: " + damage));
    AtomicFiles.tidy(run.path());
    run.checkpoints().returnTo(state, spec.training().checkpoint().keep());
    long step = state.map(TrainingState::step).orElse(0L);
    new LineLog(run.metrics()).cutBack(step);
    new LineLog(run.timings()).cutBack(step);
    listener.note(
        step == 0
            ? "it has no whole checkpoint: training begins again"
            : "resuming after step " + step);
    return state;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
