/**
 * The measures as parts: the input of each as a record, what cannot be measured about it, and the
 * names of its results. How a measure is computed is in {@code metrics}; tasks use that package and
 * not this one.
 */
@NullMarked
package dev.braid.tasks.score;

import org.jspecify.annotations.NullMarked;
