package dev.braid.core.compose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import dev.braid.core.check.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Makes one vector of an input's tokens. With {@link Pool#ATTENTION} it is {@code Σ_t a_t x_t} with
 * {@code a = softmax_t(q · x_t / sqrt(D))} over real tokens and a learned {@code query} q {@code
 * [D]}, which begins at zero and thereby as the mean (Yang et al. 2016, without their projection).
 */
final class Pooler extends Module {

  private final Pool pool;
  private final double scale;
  private final @Nullable Parameter query;

  Pooler(Pool pool, int width) {
    this.pool = pool;
    scale = 1 / Math.sqrt(width);
    query = pool == Pool.ATTENTION ? parameter("query", Init.zeros(), width) : null;
  }

  /** {@code [B, T, D]} under {@code [B, T]} to {@code [B, D]}, zeros where no token is real. */
  NDArray apply(NDArray tokens, NDArray mask) {
    return switch (pool) {
      case MEAN -> Tensors.maskedMean(tokens, mask);
      case FIRST -> Tensors.firstReal(tokens, mask);
      case LAST -> Tensors.lastReal(tokens, mask);
      case ATTENTION -> attend(Tensors.cover(tokens, mask), mask);
    };
  }

  private NDArray attend(NDArray tokens, NDArray mask) {
    if (query == null) {
      throw new IllegalStateException("this pooling has no query");
    }
    NDArray scores =
        tokens.mul(query.getArray()).sum(new int[] {2}).mul(Tensors.scalar(tokens, scale));
    NDArray weights = Tensors.maskedSoftmax(scores, mask);
    return tokens.mul(weights.expandDims(2)).sum(new int[] {1});
  }

  @Override
  protected NDList run(NDList inputs, boolean training) {
    return new NDList(apply(inputs.get(0), inputs.get(1)));
  }
}
