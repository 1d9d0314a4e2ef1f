/**
 * What the data of a spec are like before anything is trained: counts, lengths, labels, broken
 * samples, duplicates between splits, and a page of samples as the model gets them. Samples and
 * readers come from {@code experiment}, the look of the page from {@code report}. Nothing native is
 * loaded, and of a data set only counts and hashes are kept.
 */
@NullMarked
package dev.braid.core.inspect;

import org.jspecify.annotations.NullMarked;
