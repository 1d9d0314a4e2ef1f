/**
 * Question answering: choosing among the answers of the train split, or judging whether something
 * is true. Its options, head, targets and evaluation live here; labels, losses and measures that
 * other tasks need too are in the packages beside it. Generating an answer word by word is not
 * here.
 */
@NullMarked
package dev.braid.tasks.qa;

import org.jspecify.annotations.NullMarked;
