/**
 * Features kept in files of the cache folder, for later runs and for other processes at the same
 * time. Whatever happens to these files costs time, never a result: each entry is checked before it
 * is used. What is kept in memory is in {@code data}.
 */
@NullMarked
package dev.braid.core.data.disk;

import org.jspecify.annotations.NullMarked;
