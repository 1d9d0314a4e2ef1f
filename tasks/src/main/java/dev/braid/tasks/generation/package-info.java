/**
 * Writing a text word by word: the words that can be written, a Transformer decoder over encoded
 * tokens with a cache for going on, and the ways to choose words (greedy, beam, sampled). Columns,
 * losses and measures are elsewhere.
 */
@NullMarked
package dev.braid.tasks.generation;

import org.jspecify.annotations.NullMarked;
