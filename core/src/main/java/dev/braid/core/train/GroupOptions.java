package dev.braid.core.train;

import dev.braid.api.Option;
import org.jspecify.annotations.Nullable;

/** What {@code training.groups} says about the parameters of one pattern. */
public record GroupOptions(
    @Option(value = "instead of the optimizer's; the schedule scales it too", min = 0, max = 100)
        @Nullable Double learningRate,
    @Option(value = "instead of the optimizer's", min = 0, max = 10) @Nullable Double weightDecay,
    @Option(
            value = "epochs at the start in which the parameters stay as they are",
            min = 0,
            max = 1e6)
        @Nullable Integer freezeEpochs,
    @Option("whether the parameters stay as they are for ever") @Nullable Boolean freeze) {

  /** Refuses two answers to one question. */
  public GroupOptions {
    if (freeze != null && freezeEpochs != null) {
      throw new IllegalArgumentException(
          "freeze and freeze_epochs say the same thing; leave one of them out");
    }
  }

  /** The last epoch in which the parameters stay as they are, or null where it is left open. */
  @Nullable Integer frozenUntil() {
    if (freeze == null) {
      return freezeEpochs;
    }
    return freeze ? Integer.MAX_VALUE : 0;
  }
}
