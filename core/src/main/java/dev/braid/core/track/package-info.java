/**
 * Records of a run for other programs to show: TensorBoard's event files, and what else listens to
 * training. What Braid itself reads again, metrics and checkpoints, is in {@code run}.
 */
@NullMarked
package dev.braid.core.track;

import org.jspecify.annotations.NullMarked;
