/**
 * The {@code braid} command: arguments in, lines for people out. Every command calls one thing of
 * the core and shows what it returns; there is no logic here that a program embedding Braid would
 * miss. Problems of the user's input end with exit code 2 and no stack trace.
 */
@NullMarked
package dev.braid.cli;

import org.jspecify.annotations.NullMarked;
