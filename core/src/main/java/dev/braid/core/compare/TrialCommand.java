package dev.braid.core.compare;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line that trains one trial in a process of its own. */
@FunctionalInterface
public interface TrialCommand {

  /**
   * The program and its arguments. The process ends with 0 when the run is finished, and stops when
   * its standard input ends, so that it does not outlive this one.
   *
   * @param spec the complete spec, whose name is that of the trial
   * @param base the folder that relative paths start from
   * @param runs where the run directory goes
   * @param half a run that was stopped and can be gone on with, or null
   * @param threads that the process may use
   */
  List<String> of(Path spec, Path base, Path runs, @Nullable Path half, int threads);
}
