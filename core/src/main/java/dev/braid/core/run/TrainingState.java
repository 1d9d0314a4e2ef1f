package dev.braid.core.run;

import org.jspecify.annotations.Nullable;

/**
 * Where training stands.
 *
 * @param step updates made
 * @param epoch epochs finished
 * @param position samples of the running epoch already used; 0 at its start
 * @param seed of the run
 * @param metric the measure that chooses the best checkpoint
 * @param value its value on the validation split here, or null where there is no such split
 * @param bestValue the best value so far, or null
 */
public record TrainingState(
    long step,
    int epoch,
    long position,
    long seed,
    String metric,
    @Nullable Double value,
    @Nullable Double bestValue) {}
