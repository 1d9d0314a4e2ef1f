/**
 * Measures over class numbers, scores, ranks and texts on the host, each with its definition. They
 * know no tensors, no tasks and no files. A ratio whose denominator is 0 is 0.
 */
@NullMarked
package dev.braid.tasks.metrics;

import org.jspecify.annotations.NullMarked;
