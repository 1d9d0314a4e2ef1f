/**
 * Measures over counts and scores on the host, each with its definition. They know class numbers,
 * no tensors and no tasks. A ratio whose denominator is 0 is 0.
 */
@NullMarked
package dev.braid.tasks.metrics;

import org.jspecify.annotations.NullMarked;
