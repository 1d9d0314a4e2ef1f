/**
 * Labels: reading them from a sample's column, numbering them, keeping them in a file. They are
 * strings and class numbers here. Tensors, losses and what a label means to a task are elsewhere.
 */
@NullMarked
package dev.braid.tasks.labels;

import org.jspecify.annotations.NullMarked;
