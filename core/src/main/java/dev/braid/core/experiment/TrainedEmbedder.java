package dev.braid.core.experiment;

import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.index.Embedder;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Path;

/** The model of a run as an index uses it. */
public final class TrainedEmbedder {

  private TrainedEmbedder() {}

  /**
   * Loads the best checkpoint of a run.
   *
   * @throws BadDataException if the run's task does not compare two sides
   * @throws IOException if the run is damaged, naming the file
   */
  public static Embedder load(Path folder, PartCatalog catalog)
      throws BadDataException, IOException, SpecException {
    CheckedSpec spec =
        SpecChecker.check(SpecReader.read(RunDirectory.open(folder).spec()), catalog);
    throw new BadDataException(
        "%s makes no vectors to search by: its task is '%s'; an index needs a run whose task compares a query with targets"
            .formatted(folder, spec.task().factory().type()));
  }
}
