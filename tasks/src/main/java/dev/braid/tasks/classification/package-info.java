/**
 * Classification: which one of the labels of the train split a sample has, or which of them. The
 * choice of one serves other tasks too, which say what they call a label. Labels, losses and
 * measures are in packages of their own; numbers and grades are in {@code regression}.
 */
@NullMarked
package dev.braid.tasks.classification;

import org.jspecify.annotations.NullMarked;
