/**
 * The data pipeline: splits, the order of samples, reading ahead and batches; and the built-in
 * sources. Sources reach the rest only through the plugin interface.
 */
@NullMarked
package dev.braid.core.data;

import org.jspecify.annotations.NullMarked;
