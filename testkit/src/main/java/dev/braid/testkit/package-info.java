/**
 * Contract tests that an author runs on a part of their own: what every part must do, whatever it
 * computes. They use the same checks that the built-in parts are held to. Golden values of a
 * particular operator belong with that operator.
 */
@NullMarked
package dev.braid.testkit;

import org.jspecify.annotations.NullMarked;
