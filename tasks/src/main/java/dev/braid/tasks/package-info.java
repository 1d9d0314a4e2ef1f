/**
 * The plugin with the built-in tasks. Each task has a package of its own; what tasks share lies in
 * {@code labels}, {@code loss} and {@code metrics}. Nothing here knows an encoder or a fusion
 * operator.
 */
@NullMarked
package dev.braid.tasks;

import org.jspecify.annotations.NullMarked;
