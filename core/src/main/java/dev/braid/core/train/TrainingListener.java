package dev.braid.core.train;

import dev.braid.core.run.RunDirectory;
import java.util.List;
import java.util.Map;

/** Is told what happens during training, in the training thread. */
public interface TrainingListener {

  /** A line for people. */
  default void note(String line) {}

  /** Data and model are ready; training begins. */
  default void start(RunDirectory run, int epochs, int stepsPerEpoch) {}

  /**
   * One update was made.
   *
   * @param step counted from 1 within its epoch
   * @param update counted from 1 over the whole training
   */
  default void step(int epoch, int step, long update, int samples, double loss) {}

  /** An epoch ended. */
  default void epoch(Epoch epoch) {}

  /** Training came to its end, and all files of the run are written. */
  default void finished(RunDirectory run) {}

  /** Training was stopped before its end; the run can go on. */
  default void interrupted(RunDirectory run) {}

  /** Training or what follows it failed. */
  default void failed(RunDirectory run) {}

  /** A listener that does nothing. */
  static TrainingListener silent() {
    return new TrainingListener() {};
  }

  /**
   * The figures of one epoch.
   *
   * @param updates made in all
   * @param trainLoss the mean over its steps
   * @param validation measures by name; empty where there is no validation split
   * @param learningRate of its last step, before any factor of a group
   * @param best whether its checkpoint is the best so far
   */
  record Epoch(
      int epoch,
      int epochs,
      long updates,
      double trainLoss,
      Map<String, Double> validation,
      double samplesPerSecond,
      double seconds,
      boolean best,
      String metric,
      double learningRate) {}

  /** The keys of {@code validation} that fit into a line. */
  List<String> SHORT = List.of("loss", "accuracy");
}
