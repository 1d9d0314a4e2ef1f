/**
 * Heads that several tasks share: blocks from the fused encoding to outputs. What the outputs mean,
 * and what is learned from them, is up to the tasks.
 */
@NullMarked
package dev.braid.tasks.head;

import org.jspecify.annotations.NullMarked;
