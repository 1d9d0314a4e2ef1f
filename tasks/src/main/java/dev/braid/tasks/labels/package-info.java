/**
 * Labels and numbers that are targets: reading them from a sample's columns, numbering labels,
 * keeping both in files. They are strings, class numbers and doubles here. Tensors, losses and what
 * a target means to a task are elsewhere.
 */
@NullMarked
package dev.braid.tasks.labels;

import org.jspecify.annotations.NullMarked;
