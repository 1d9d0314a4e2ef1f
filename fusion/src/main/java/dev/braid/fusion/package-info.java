/**
 * The built-in fusion operators: one file for each, with its factory, its options and its block,
 * and the few pieces that operators share. Attention, feed-forward and norms are in {@code
 * dev.braid.api.nn}. Nothing here knows a modality, an encoder or a task.
 */
@NullMarked
package dev.braid.fusion;

import org.jspecify.annotations.NullMarked;
