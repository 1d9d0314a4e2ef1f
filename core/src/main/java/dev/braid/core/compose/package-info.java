/**
 * From a checked spec to the objects of one model: the only package that uses Guice. The injector
 * is made per model, after the spec was found right, and never seen by a user. Values of parameters
 * come later, from a seed or a checkpoint.
 */
@NullMarked
package dev.braid.core.compose;

import org.jspecify.annotations.NullMarked;
