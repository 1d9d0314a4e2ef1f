package dev.braid.core.train;

/** Says when a checkpoint is due. */
final class Cadence {

  private final CheckpointOptions options;
  private long saved = System.nanoTime();

  Cadence(CheckpointOptions options) {
    this.options = options;
  }

  /** After a step, wherever it is in its epoch. */
  boolean dueAfterStep(long step) {
    Long steps = options.everySteps();
    Double minutes = options.everyMinutes();
    return (steps != null && step % steps == 0)
        || (minutes != null && System.nanoTime() - saved >= minutes * 60e9);
  }

  /** After an epoch. */
  boolean dueAfterEpoch(int epoch) {
    Integer epochs = options.everyEpochs();
    return epochs != null && epoch % epochs == 0;
  }

  /** A checkpoint was written; minutes count from here. */
  void saved() {
    saved = System.nanoTime();
  }
}
