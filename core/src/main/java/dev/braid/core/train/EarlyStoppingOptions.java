package dev.braid.core.train;

import dev.braid.api.Option;

/** Options of {@code training.early_stopping}. */
public record EarlyStoppingOptions(
    @Option(
            value = "validations in a row without a gain that end training",
            byDefault = "5",
            min = 1,
            max = 1e6)
        int patience,
    @Option(
            value = "how far a value must be beyond the best so far to count as a gain",
            byDefault = "0",
            min = 0,
            max = 1e9)
        double minDelta) {}
