package dev.braid.core.check;

import dev.braid.api.Option;
import org.jspecify.annotations.Nullable;

/**
 * The options of an input itself, beside the parts it names.
 *
 * @param pool null leaves the choice to the encoder: its own vector where it has one, otherwise the
 *     mean of its tokens. With a value the encoder is asked for tokens
 */
record InputOptions(
    @Option(
            "how the encoder's tokens become one vector, where the fusion wants vectors; null means"
                + " the encoder's own vector, or the mean where it has only tokens")
        @Nullable Pool pool,
    @Option(
            value = "where what was read is kept: in memory, in a file for later runs, or nowhere",
            byDefault = "memory")
        CacheKind cache) {}
