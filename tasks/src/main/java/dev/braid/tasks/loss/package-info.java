/**
 * Losses over the outputs of a head, and how outputs read as probabilities. Targets come in as
 * class numbers and go out as arrays of the step's manager. Labels, samples and measures are
 * elsewhere.
 */
@NullMarked
package dev.braid.tasks.loss;

import org.jspecify.annotations.NullMarked;
