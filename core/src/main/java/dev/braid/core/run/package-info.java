/**
 * The folder of one run: its spec, what its inputs learned, checkpoints, metrics and predictions,
 * and the file formats of these. Everything is written beside, synced and renamed, so a reader sees
 * a whole file or none. What is done with a run is in {@code train}.
 */
@NullMarked
package dev.braid.core.run;

import org.jspecify.annotations.NullMarked;
