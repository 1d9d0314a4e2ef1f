/**
 * The entry of the core's own parts. Everything else lives in the packages below, one stage of a
 * spec's way each: {@code spec}, {@code parts}, {@code check}, {@code compose}, {@code data},
 * {@code train}, {@code run}, {@code experiment}. Nothing here knows a part of another module.
 */
@NullMarked
package dev.braid.core;

import org.jspecify.annotations.NullMarked;
