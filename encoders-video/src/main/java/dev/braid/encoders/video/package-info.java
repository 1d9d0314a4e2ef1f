/**
 * Clips: a reader for movies, animated GIFs and folders of frames, and an encoder that puts a
 * Transformer over any picture encoder. Movies are decoded by FFmpeg in a process of its own, so
 * that a damaged file cannot take this one down. Picture encoders are not here: a spec names one,
 * and {@link dev.braid.api.EncoderPart} brings it.
 */
@NullMarked
package dev.braid.encoders.video;

import org.jspecify.annotations.NullMarked;
