/**
 * The plugin with the built-in tasks. Each task has a package of its own; measures that several
 * share are in {@code metrics}. Nothing here knows an encoder or a fusion operator.
 */
@NullMarked
package dev.braid.tasks;

import org.jspecify.annotations.NullMarked;
