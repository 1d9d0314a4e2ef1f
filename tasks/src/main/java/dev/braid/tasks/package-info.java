/**
 * The plugin with the built-in tasks and measures. Each task has a package of its own; what tasks
 * share lies in {@code head}, {@code labels}, {@code loss}, {@code generation} and {@code metrics};
 * {@code score} has the measures as parts. Nothing here knows an encoder or a fusion operator.
 */
@NullMarked
package dev.braid.tasks;

import org.jspecify.annotations.NullMarked;
