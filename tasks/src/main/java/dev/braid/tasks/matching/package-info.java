/**
 * Matching: whether the two sides of a pair belong together, judged on their fused encoding.
 * Options, head, loss and measures live here; drawing hard negatives and the contrastive loss that
 * they are drawn by are in {@code contrastive}.
 */
@NullMarked
package dev.braid.tasks.matching;

import org.jspecify.annotations.NullMarked;
