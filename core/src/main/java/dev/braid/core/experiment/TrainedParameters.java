package dev.braid.core.experiment;

import ai.djl.nn.Parameter;
import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.Composition;
import java.nio.file.Path;
import java.util.Map;

/** The parameters that the model of a spec trains, before they have values. */
public final class TrainedParameters {

  private TrainedParameters() {}

  /**
   * By name. Nothing native is loaded.
   *
   * @param base the folder that relative paths start from
   * @param cache a folder for files that can be made again
   * @throws BadDataException if the data cannot be read; vocabulary and answers decide sizes
   */
  public static Map<String, Parameter> of(CheckedSpec spec, Path base, Path cache)
      throws BadDataException {
    Composition composition = new Composition(spec);
    Pipeline.fit(spec, composition, Dataset.open(spec, base, cache).train());
    return composition.model().trained();
  }
}
