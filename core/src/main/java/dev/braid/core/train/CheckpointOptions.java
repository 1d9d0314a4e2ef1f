package dev.braid.core.train;

import dev.braid.api.Option;
import org.jspecify.annotations.Nullable;

/**
 * {@code training.checkpoint}. Beside the checkpoints asked for here there is one of every epoch
 * that is the best so far, and one at the end.
 */
public record CheckpointOptions(
    @Option(value = "write one after so many steps", min = 1, max = 1e12) @Nullable Long everySteps,
    @Option(value = "write one after so many epochs", byDefault = "1", min = 1, max = 1e6)
        @Nullable Integer everyEpochs,
    @Option(value = "write one after so many minutes", min = 0.001, max = 1e6)
        @Nullable Double everyMinutes,
    @Option(
            value = "so many of the newest are kept, beside the best",
            byDefault = "1",
            min = 1,
            max = 1e6)
        int keep) {}
