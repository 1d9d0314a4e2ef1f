/**
 * Programs that measure Braid in a process of their own and print what they measured, and a test
 * that a training step keeps nothing. Nothing here is published, and no other module uses it.
 */
@NullMarked
package dev.example.benchmarks;

import org.jspecify.annotations.NullMarked;
