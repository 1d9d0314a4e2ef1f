/**
 * Summarization of what a sample holds, in two forms: a text that is written word by word, and the
 * key frames of one input with the shots around them. Options, heads, targets and evaluations live
 * here; writing texts is in {@code generation}, measures are in {@code metrics}.
 */
@NullMarked
package dev.braid.tasks.summarization;

import org.jspecify.annotations.NullMarked;
