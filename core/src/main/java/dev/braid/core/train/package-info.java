/**
 * The training loop, evaluation and prediction over a composed model. It knows batches, losses and
 * checkpoints, but neither how a spec is read nor how results are shown; a listener is told what
 * happens.
 */
@NullMarked
package dev.braid.core.train;

import org.jspecify.annotations.NullMarked;
