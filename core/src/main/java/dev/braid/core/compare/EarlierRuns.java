package dev.braid.core.compare;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.Takeover;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What tells whether a run of an earlier start is the one that its trial would make now. */
record EarlierRuns(Takeover takeover, PartCatalog catalog, int threads) {

  /** A line for each thing that differs; none where the run can be taken over. */
  List<String> differences(Trial trial, Path run) throws IOException, SpecException {
    return takeover.differences(spec(trial), run);
  }

  /** Whether a run that has just ended had the data of all others with its settings. */
  boolean agrees(Trial trial, Path run) throws IOException, SpecException {
    return takeover.agrees(spec(trial), run);
  }

  private CheckedSpec spec(Trial trial) throws SpecException {
    return SpecChecker.check(SpecReader.parse(trial.spec(threads), trial.id()), catalog);
  }
}
