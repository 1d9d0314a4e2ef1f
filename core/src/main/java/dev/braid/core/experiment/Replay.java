package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A new run from the spec of another. Before it starts it says what differs from then, and at its
 * end whether the weights came out the same.
 */
public final class Replay implements Beginning {

  private final RunDirectory recorded;
  private final JsonNode environment;
  private final FreshRun fresh;
  private final List<SpecChanges.Change> changes;

  /**
   * Reads what was recorded.
   *
   * @param folder of the recorded run
   * @param overrides of its spec
   * @param runs where run directories go
   */
  public Replay(Path folder, List<String> overrides, PartCatalog catalog, Path runs)
      throws IOException, SpecException {
    recorded = RunDirectory.open(folder);
    environment = recorded.readJson(Environment.FILE);
    CheckedSpec before = SpecChecker.check(SpecReader.read(recorded.spec()), catalog);
    CheckedSpec spec =
        SpecChecker.check(Overrides.apply(SpecReader.read(recorded.spec()), overrides), catalog);
    changes = SpecChanges.between(before.complete(), spec.complete());
    fresh = new FreshRun(spec, recorded.base(), runs);
  }

  @Override
  public CheckedSpec spec() {
    return fresh.spec();
  }

  @Override
  public Path base() {
    return fresh.base();
  }

  /** As many as the recorded run had last, also where this machine has other cores. */
  @Override
  public @Nullable Integer threads() {
    boolean asked = changes.stream().anyMatch(change -> change.path().equals("training.threads"));
    return asked ? fresh.threads() : Environment.threads(environment, fresh.threads());
  }

  @Override
  public void fit(Composition composition, Dataset data) throws BadDataException {
    fresh.fit(composition, data);
  }

  @Override
  public @Nullable Origin start(BraidModel model, TrainingListener listener)
      throws BadDataException {
    return fresh.start(model, listener);
  }

  @Override
  public RunDirectory directory(Composition composition, JsonNode now, TrainingListener listener)
      throws IOException {
    List<String> lines = new ArrayList<>();
    changes.forEach(change -> lines.add("spec: " + change));
    lines.addAll(Environment.differences(Environment.newest(environment), now, name -> true));
    if (lines.isEmpty()) {
      listener.note("replay of %s: nothing differs".formatted(recorded.path()));
    } else {
      listener.note("replay of %s: this differs from then:".formatted(recorded.path()));
      lines.forEach(line -> listener.note("  " + line));
    }
    if (Environment.sessions(environment).size() > 1) {
      listener.note(
          "the recorded run went on with something else than it began with, so bits may differ; this is held against what it had last");
    }
    if (!recorded.finished()) {
      listener.note("the recorded run is not finished, so its weights cannot be compared");
    }
    return fresh.directory(composition, now, listener);
  }

  @Override
  public Optional<TrainingState> checkpoint(RunDirectory run, TrainingListener listener) {
    return Optional.empty();
  }

  @Override
  public void ended(RunDirectory run, TrainingListener listener) throws IOException {
    if (!recorded.finished()) {
      return;
    }
    String then = recorded.checkpoints().bestWeights();
    String now = run.checkpoints().bestWeights();
    listener.note(
        then.equals(now)
            ? "replay: the weights are identical (SHA-256 %s)".formatted(now)
            : "replay: the weights are NOT identical (SHA-256 %s, recorded %s)"
                .formatted(now, then));
  }

  @Override
  public void close() throws IOException {
    fresh.close();
  }
}
