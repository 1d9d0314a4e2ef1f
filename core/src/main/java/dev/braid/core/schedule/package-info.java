/**
 * The built-in schedules of the learning rate, each by torch's definition where torch has one, and
 * the warm-up that every schedule may have in front. Which learning rates they multiply is in
 * {@code train}.
 */
@NullMarked
package dev.braid.core.schedule;

import org.jspecify.annotations.NullMarked;
