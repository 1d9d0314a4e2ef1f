/**
 * A search index of vectors that a trained model made: storing them, changing them and finding the
 * nearest ones. Lucene is used in this package only. How samples become vectors is behind {@link
 * dev.braid.core.index.Embedder}; nothing here knows a task.
 */
@NullMarked
package dev.braid.core.index;

import org.jspecify.annotations.NullMarked;
