/**
 * Question answering: choosing among the answers of the train split, or judging one given answer.
 * Its head, losses, labels and evaluation live here. Generating an answer word by word does not.
 */
@NullMarked
package dev.braid.tasks.qa;

import org.jspecify.annotations.NullMarked;
