/**
 * How sure a measure is: intervals by resampling the items it was taken over. What the measures are
 * is a part's business; nothing here knows one.
 */
@NullMarked
package dev.braid.api.metric;

import org.jspecify.annotations.NullMarked;
