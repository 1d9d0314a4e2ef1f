/**
 * A spec as text and as a tree in which every key and value knows its place: reading, overriding,
 * binding to option records, writing. It knows records and annotations but no parts; whether the
 * parts of a spec exist and fit is decided in {@code check}.
 */
@NullMarked
package dev.braid.core.spec;

import org.jspecify.annotations.NullMarked;
