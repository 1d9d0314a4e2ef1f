package dev.braid.api.data;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * One input of a batch as an encoder gets it.
 *
 * @param values {@code [B, T]} int64 ids, {@code [B, 3, H, W]} float32 pictures, …; rows of absent
 *     samples hold zeros
 * @param mask {@code [B, T]} boolean, true for real tokens, or null where the input has no
 *     sequence. Real tokens stand in front; what stands behind them is arbitrary but finite
 * @param present {@code [B]} boolean, false where the sample lacks this input
 */
public record InputBatch(NDArray values, @Nullable NDArray mask, NDArray present) {}
