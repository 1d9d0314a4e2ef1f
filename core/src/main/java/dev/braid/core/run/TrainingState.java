package dev.braid.core.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where training stands: {@code state.json} of a checkpoint.
 *
 * @param step updates made
 * @param epoch epochs finished
 * @param position samples of the running epoch's order already used; 0 at its start
 * @param seed of the run
 * @param lossSum sum of the losses of the running epoch's steps so far
 * @param lossSteps their number
 * @param metric the measure that chooses the best checkpoint
 * @param bestValue its best value on the validation split so far, or null where there is none
 * @param bestStep the step of the checkpoint with that value, or null before the first epoch's end
 * @param validation the measures on the validation split here; empty within an epoch
 * @param ended why training ended before its last epoch, or null
 * @param stopped whether the checkpoint is there only because training was stopped
 * @param pieces values of each piece of training with a state, by its name
 */
public record TrainingState(
    long step,
    int epoch,
    long position,
    long seed,
    double lossSum,
    long lossSteps,
    String metric,
    @Nullable Double bestValue,
    @Nullable Long bestStep,
    Map<String, Double> validation,
    @Nullable String ended,
    boolean stopped,
    Map<String, Map<String, Object>> pieces) {

  /** Whether this is the best so far. */
  public boolean best() {
    return bestStep != null && bestStep == step;
  }
}
