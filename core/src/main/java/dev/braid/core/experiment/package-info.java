/**
 * The things a user does with a spec or a run: train, evaluate, predict. Each ties the other
 * packages together and returns plain results; how they are shown is the caller's business. No
 * algorithm lives here.
 */
@NullMarked
package dev.braid.core.experiment;

import org.jspecify.annotations.NullMarked;
