/**
 * Samples, sources of samples and readers: everything from a raw value to the tensors of one batch.
 * Reading happens on the host, in threads, without the engine; only {@link
 * dev.braid.api.data.Reader#batch} makes arrays. Encoders and later stages are in {@code model}.
 */
@NullMarked
package dev.braid.api.data;

import org.jspecify.annotations.NullMarked;
