/**
 * Text: a tokenizer with a vocabulary learned from the train split, and encoders of its ids.
 * Parameters have the names and layouts of torch. Pretrained language models are not here.
 */
@NullMarked
package dev.braid.encoders.text;

import org.jspecify.annotations.NullMarked;
