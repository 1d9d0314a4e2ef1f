/**
 * Question answering: choosing among the answers of the train split, or judging whether something
 * is true. It is a choice of {@code classification} whose labels are answers; its own options live
 * here. Generating an answer word by word is not here.
 */
@NullMarked
package dev.braid.tasks.qa;

import org.jspecify.annotations.NullMarked;
