/**
 * Holds a fusion operator against a golden file: inputs, weights, output and gradients of the same
 * operator as another implementation computed them; and measures against worked examples. It knows
 * the file formats and the comparison; which operators and measures there are is the catalog's, how
 * results are shown the command's.
 */
@NullMarked
package dev.braid.core.parity;

import org.jspecify.annotations.NullMarked;
