package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

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
    NDArray q;
    NDArray k;
    NDArray v;
    if (query == memory) {
      NDArray all = Linear.apply(query, weight.getArray(), bias.getArray());
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
    NDArray mixed = Tensors.dropout(weights, dropout, training).matMul(v);
    Shape shape = query.getShape();
    NDArray y = out.apply(mixed.swapAxes(1, 2).reshape(shape.get(0), shape.get(1), width));
    return Tensors.orZeros(Tensors.anyReal(mask), y);
  }

  private NDArray project(NDArray x, int from, int to) {
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
