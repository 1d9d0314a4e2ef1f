/**
 * Learning from unlabelled pairs: comparing their sides, telling right pairs from wrong ones,
 * filling in masked words and masked patches, in any weighted mix. What another spec starts from
 * are the encoders and the fusion operator; nothing here knows of that.
 */
@NullMarked
package dev.braid.tasks.pretraining;

import org.jspecify.annotations.NullMarked;
