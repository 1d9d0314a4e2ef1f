/**
 * Methods against one input dominating the others in training: auxiliary losses, gradient
 * modulation, gradient blending. The heads that they judge inputs by belong to the model ({@code
 * dev.braid.core.compose}); dropping whole inputs is done while reading ({@code
 * dev.braid.core.data.ModalityDropout}).
 */
@NullMarked
package dev.braid.core.train.balance;

import org.jspecify.annotations.NullMarked;
