package dev.braid.core.train;

import java.util.function.LongSupplier;

/** Says when a checkpoint is due. */
final class Cadence {

  private final CheckpointOptions options;
  private final LongSupplier clock;
  private long saved;

  /** With a clock in nanoseconds. */
  Cadence(CheckpointOptions options, LongSupplier clock) {
    this.options = options;
    this.clock = clock;
    saved();
  }

  /** After a step, wherever it is in its epoch. */
  boolean dueAfterStep(long step) {
    Long steps = options.everySteps();
    Double minutes = options.everyMinutes();
    return (steps != null && step % steps == 0)
        || (minutes != null && clock.getAsLong() - saved >= minutes * 60e9);
  }

  /** After an epoch. */
  boolean dueAfterEpoch(int epoch) {
    Integer epochs = options.everyEpochs();
    return epochs != null && epoch % epochs == 0;
  }

  /** A checkpoint was written; minutes count from here. */
  void saved() {
    saved = clock.getAsLong();
  }
}
