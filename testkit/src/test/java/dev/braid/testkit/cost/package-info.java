/** Holds what {@code render --cost} tells against the engine and against counts by hand. */
@org.jspecify.annotations.NullMarked
package dev.braid.testkit.cost;
