/**
 * Plugins that tests put into jars. A test's class loader sees them only from there. Nothing else
 * may use them.
 */
@NullMarked
package dev.braid.core.parts.strangers;

import org.jspecify.annotations.NullMarked;
