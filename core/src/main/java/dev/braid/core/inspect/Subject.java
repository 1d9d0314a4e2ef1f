package dev.braid.core.inspect;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.Composition;
import dev.braid.core.experiment.Dataset;
import dev.braid.core.experiment.Pipeline;
import dev.braid.core.train.BrokenPolicy;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is looked at: the data of a spec, split as training would split it.
 *
 * @param data without the samples whose target cannot be used, which it lists
 * @param readers by input name; they have learned from what can be read of the train split
 */
public record Subject(CheckedSpec spec, Dataset data, Map<String, Reader> readers) {

  /**
   * Opens the data. What training may do with broken samples plays no part: they are left out.
   *
   * @param base the folder that relative paths start from
   * @param cache a folder for files that can be made again
   * @throws BadDataException if there are no samples at all: a file that is missing, a table that
   *     cannot be read, a column that no sample has
   */
  public static Subject open(CheckedSpec spec, Path base, Path cache) throws BadDataException {
    Dataset data = Dataset.open(spec, base, cache, BrokenPolicy.SKIP);
    Map<String, Reader> readers = new Composition(spec).readers();
    Pipeline.fit(spec, readers, data.train(), BrokenPolicy.SKIP);
    return new Subject(spec, data, readers);
  }
}
