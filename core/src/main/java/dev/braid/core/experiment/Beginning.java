package dev.braid.core.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.TrainingState;
import dev.braid.core.train.TrainingListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run begins: from a spec, from where it was left, or again as another was. */
public sealed interface Beginning extends Closeable permits FreshRun, Resumption, Replay {

  /** What is trained. */
  CheckedSpec spec();

  /** The folder that relative paths in the spec start from. */
  Path base();

  /** Threads of the engine, or null for one per core. */
  @Nullable Integer threads();

  /** Lets readers and task learn from the data, or takes what they had learned. */
  void fit(Composition composition, Dataset data) throws BadDataException, IOException;

  /**
   * Puts values into a fresh model that another run had found, where the spec asks for that and
   * training does not go on from a checkpoint.
   *
   * @return where the model's first values came from, or null where it starts from nothing
   */
  @Nullable Origin start(BraidModel model, TrainingListener listener)
      throws BadDataException, IOException;

  /**
   * The directory of the run, locked until this is closed, with everything in it that the first
   * step needs.
   *
   * @param environment what the run is made with now
   */
  RunDirectory directory(Composition composition, JsonNode environment, TrainingListener listener)
      throws BadDataException, IOException;

  /** The checkpoint to go on from, if there is one. */
  Optional<TrainingState> checkpoint(RunDirectory run, TrainingListener listener)
      throws IOException;

  /** The run is finished; says what there is to say of that. */
  default void ended(RunDirectory run, TrainingListener listener) throws IOException {}
}
