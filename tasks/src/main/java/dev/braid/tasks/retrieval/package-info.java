/**
 * Retrieval: two encoders that embed queries and targets so that what belongs together is near.
 * Options, head, task and the measures over a whole split live here; projections, losses and the
 * queue are in {@code contrastive}, ranks in {@code metrics}. Searching an index is not here.
 */
@NullMarked
package dev.braid.tasks.retrieval;

import org.jspecify.annotations.NullMarked;
