/**
 * The modality {@code vector}: numbers that are the features already, such as the columns of a
 * table or vectors that another model made. Its reader and encoder come through the same door as
 * every part. Sources of samples are in {@code data}.
 */
@NullMarked
package dev.braid.core.vector;

import org.jspecify.annotations.NullMarked;
