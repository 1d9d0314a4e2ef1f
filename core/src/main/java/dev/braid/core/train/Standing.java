package dev.braid.core.train;

import dev.braid.core.run.TrainingState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where training stands: what {@link TrainingState} holds, while it changes. */
final class Standing {

  private final long seed;
  private final String metric;
  private final boolean higherIsBetter;
  private long step;
  private int finishedEpochs;
  private long position;
  private double lossSum;
  private long lossSteps;
  private @Nullable Double bestValue;
  private @Nullable Long bestStep;
  private @Nullable String ended;

  Standing(long seed, String metric, boolean higherIsBetter) {
    this.seed = seed;
    this.metric = metric;
    this.higherIsBetter = higherIsBetter;
  }

  void restore(TrainingState state) {
    step = state.step();
    finishedEpochs = state.epoch();
    position = state.position();
    lossSum = state.lossSum();
    lossSteps = state.lossSteps();
    bestValue = state.bestValue();
    bestStep = state.bestStep();
    ended = state.ended();
  }

  /**
   * What a checkpoint holds.
   *
   * @param validation measures here; empty within an epoch
   * @param stopped whether it is written only because training is stopped
   * @param pieces values of the pieces of training
   */
  TrainingState state(
      Map<String, Double> validation, boolean stopped, Map<String, Map<String, Object>> pieces) {
    return new TrainingState(
        step,
        finishedEpochs,
        position,
        seed,
        lossSum,
        lossSteps,
        metric,
        bestValue,
        bestStep,
        validation,
        ended,
        stopped,
        pieces);
  }

  /** The number of the step that begins. */
  long nextStep() {
    return ++step;
  }

  /** The order of the epoch was read up to a position. */
  void passed(long to) {
    position = to;
  }

  /** A step was made that used the order of the epoch up to a position. */
  void made(double loss, long position) {
    this.position = position;
    lossSum += loss;
    lossSteps++;
  }

  /**
   * Validation gave a value, or null where there is none. Returns whether it is the best so far.
   */
  boolean validated(@Nullable Double value) {
    if (better(value)) {
      bestValue = value;
      bestStep = step;
      return true;
    }
    return false;
  }

  /** Without a validation split the newest counts as the best. */
  private boolean better(@Nullable Double value) {
    if (value == null || bestValue == null || bestValue.isNaN()) {
      return true;
    }
    return higherIsBetter ? value > bestValue : value < bestValue;
  }

  /** The running epoch is over. */
  void closeEpoch() {
    finishedEpochs++;
    position = 0;
    lossSum = 0;
    lossSteps = 0;
  }

  /** Training ends before its last epoch. */
  void end(@Nullable String why) {
    ended = why;
  }

  /** Why training ended before its last epoch, or null. */
  @Nullable String ended() {
    return ended;
  }

  /** Whether training is over. */
  boolean over(TrainingOptions options) {
    return ended != null || finishedEpochs >= options.epochs() || full(options);
  }

  /** Whether the steps that are allowed are made. */
  boolean full(TrainingOptions options) {
    return options.maxSteps() != null && step >= options.maxSteps();
  }

  long step() {
    return step;
  }

  /** The running epoch, from 1. */
  int epoch() {
    return finishedEpochs + 1;
  }

  long position() {
    return position;
  }

  /** Steps of the running epoch. */
  int steps() {
    return (int) lossSteps;
  }

  /** The mean over the steps of the running epoch. */
  double meanLoss() {
    return lossSteps == 0 ? Double.NaN : lossSum / lossSteps;
  }
}
