/**
 * A stand-in for the engine whose arrays have a shape, a type and a layout but no values. Running a
 * model on it counts multiply-accumulates and the bytes that a training step would keep; nothing
 * native is loaded. What is run, and for which batch, is decided in {@code experiment}.
 */
@NullMarked
package dev.braid.core.cost;

import org.jspecify.annotations.NullMarked;
