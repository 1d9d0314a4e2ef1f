package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * The last targets of earlier batches as further negatives, the oldest first (cross-batch memory,
 * Wang et al. 2020, arXiv:1912.06798). No gradient goes to them. They are buffers, so a checkpoint
 * holds them and a run goes on with them.
 */
public final class EmbeddingQueue extends Module {

  private final int size;
  private final Parameter embeddings;
  private final Parameter codes;
  private final Parameter real;

  /**
   * An empty queue.
   *
   * @param size how many targets it holds
   * @param width of an embedding
   * @param columns of codes
   */
  public EmbeddingQueue(int size, int width, int columns) {
    this.size = size;
    embeddings = buffer("embeddings", Init.zeros(), size, width);
    codes = integers("codes", Init.zeros(), size, columns);
    real = buffer("real", Init.zeros(), size);
  }

  /** The pairs with what the queue holds, which keeps its values while it is filled further. */
  public Pairs extend(Pairs pairs, NDArray ofPairs) {
    NDArray belongs = Pairs.same(ofPairs, copy(codes, ofPairs));
    return pairs.with(
        copy(embeddings, ofPairs),
        belongs,
        copy(real, ofPairs).gt(Tensors.scalar(pairs.targets(), 0)));
  }

  private static NDArray copy(Parameter parameter, NDArray data) {
    NDArray copy = parameter.getArray().duplicate();
    copy.attach(data.getManager());
    return copy;
  }

  /**
   * Takes the targets of a batch.
   *
   * @param targets {@code [B, width]}
   * @param ofTargets their codes, {@code [B, columns]}
   * @param usable {@code [B]} boolean
   */
  public void push(NDArray targets, NDArray ofTargets, NDArray usable) {
    push(embeddings, targets.stopGradient());
    push(codes, ofTargets);
    push(real, usable.toType(DataType.FLOAT32, false));
  }

  private void push(Parameter parameter, NDArray added) {
    NDArray old = copy(parameter, added);
    long all = size + added.getShape().get(0);
    NDArray last = Tensors.concat(List.of(old, added), 0).get("{}:{}", all - size, all);
    parameter.getArray().set(new NDIndex("..."), last);
  }
}
