/**
 * Learning by comparison: two embeddings of a pair are to be more alike than those of different
 * pairs. Projections, the learned temperature, losses over a batch, what counts as the same, a
 * queue of earlier embeddings and the drawing of hard negatives are here. Tasks that use them, data
 * and measures are not.
 */
@NullMarked
package dev.braid.tasks.contrastive;

import org.jspecify.annotations.NullMarked;
