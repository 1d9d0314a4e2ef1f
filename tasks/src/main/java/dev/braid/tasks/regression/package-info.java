/**
 * Regression: one or several numbers of a sample, and grades in an order. Targets are learned
 * standardised; measures and predictions are in the target's own unit. Labels without an order are
 * in {@code classification}.
 */
@NullMarked
package dev.braid.tasks.regression;

import org.jspecify.annotations.NullMarked;
