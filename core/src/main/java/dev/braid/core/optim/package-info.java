/**
 * The built-in optimizers, each by torch's definition. Their state is arrays with names, so that a
 * checkpoint can hold it. Schedules and the loop that calls them are in {@code train}.
 */
@NullMarked
package dev.braid.core.optim;

import org.jspecify.annotations.NullMarked;
