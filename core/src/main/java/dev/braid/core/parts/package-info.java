/**
 * Discovery of plugins and the catalog of their parts, each with the class and jar that it came
 * from. Failures of one plugin are collected and do not take the others down. What a part's options
 * mean is described in {@code spec}.
 */
@NullMarked
package dev.braid.core.parts;

import org.jspecify.annotations.NullMarked;
