package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.script.FusedAttention;

/**
 * Multi-head attention with the parameters of torch.nn.MultiheadAttention ({@code in_proj_weight [3
 * * width, width]}: rows of query, key, value). A sample with nothing to attend gets zeros, also
 * after the output projection, so that the residual passes alone. Vaswani et al. 2017.
 */
public final class Attention extends Module {

  private final Parameter weight;
  private final Parameter bias;
  private final Linear out;
  private final int width;
  private final int heads;
  private final double dropout;

  /** Heads must divide the width; dropout acts on the attention weights. */
  public Attention(int width, int heads, double dropout) {
    if (width % heads != 0) {
      throw new IllegalArgumentException("width " + width + " is not a multiple of heads " + heads);
    }
    this.width = width;
    this.heads = heads;
    this.dropout = dropout;
    weight = parameter("in_proj_weight", Init.xavier(width, 3L * width), 3L * width, width);
    bias = parameter("in_proj_bias", Init.zeros(), 3L * width);
    out = child("out_proj", new Linear(width, width));
  }

  /**
   * Attends from queries to a memory.
   *
   * @param query {@code [B, T, width]}
   * @param memory {@code [B, S, width]}
   * @param mask {@code [B, S]} boolean, true where the memory may be attended
   * @return {@code [B, T, width]}
   */
  public NDArray apply(NDArray query, NDArray memory, NDArray mask, boolean training) {
    double rate = training ? dropout : 0;
    NDArray mixed =
        FusedAttention.runsOn(query)
            ? fused(query, memory, mask, rate)
            : plain(query, memory, mask, rate);
    return Tensors.orZeros(Tensors.anyReal(mask), out.apply(mixed));
  }

  /** The weighted values of all heads, {@code [B, T, width]}, by the engine's own attention. */
  private NDArray fused(NDArray query, NDArray memory, NDArray mask, double rate) {
    return query == memory
        ? FusedAttention.among(project(query, 0, 3), mask, heads, rate)
        : FusedAttention.to(project(query, 0, 1), project(memory, 1, 3), mask, heads, rate);
  }

  /** The same by operations that every engine has. */
  NDArray plain(NDArray query, NDArray memory, NDArray mask, double rate) {
    NDArray q;
    NDArray k;
    NDArray v;
    if (query == memory) {
      NDArray all = project(query, 0, 3);
      q = split(all.get("..., 0:{}", width));
      k = split(all.get("..., {}:{}", width, 2 * width));
      v = split(all.get("..., {}:", 2 * width));
    } else {
      q = split(project(query, 0, 1));
      NDArray both = project(memory, 1, 3);
      k = split(both.get("..., 0:{}", width));
      v = split(both.get("..., {}:", width));
    }
    NDArray scores =
        q.matMul(k.swapAxes(2, 3)).mul(Tensors.scalar(q, 1 / Math.sqrt((double) width / heads)));
    NDArray weights = Tensors.maskedSoftmax(scores, mask.expandDims(1).expandDims(1));
    NDArray mixed = Tensors.dropout(weights, rate, rate > 0).matMul(v);
    return mixed.swapAxes(1, 2).reshape(query.getShape());
  }

  private NDArray project(NDArray x, int from, int to) {
    if (from == 0 && to == 3) {
      return Linear.apply(x, weight.getArray(), bias.getArray());
    }
    return Linear.apply(
        x,
        Tensors.slice(weight, (long) from * width, (long) to * width, x),
        Tensors.slice(bias, (long) from * width, (long) to * width, x));
  }

  private NDArray split(NDArray x) {
    Shape s = x.getShape();
    return x.reshape(s.get(0), s.get(1), heads, width / heads).swapAxes(1, 2);
  }
}
