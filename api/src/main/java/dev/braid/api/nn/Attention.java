package dev.braid.api.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.nn.script.FusedAttention;
import java.util.Arrays;

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
    if (query != memory) {
      return attend(query, keysAndValues(memory), mask, training);
    }
    double rate = training ? dropout : 0;
    NDArray mixed =
        FusedAttention.runsOn(query)
            ? FusedAttention.among(project(query, 0, 3), mask, heads, rate)
            : plain(query, memory, mask, rate);
    return finish(mixed, mask);
  }

  /**
   * What a memory is attended by: made once, it serves many queries.
   *
   * @param memory {@code [B, S, width]}
   * @return keys and values side by side, {@code [B, S, 2 * width]}
   */
  public NDArray keysAndValues(NDArray memory) {
    return project(memory, 1, 3);
  }

  /**
   * Attends from queries {@code [B, T, width]} to what {@link #keysAndValues} made of a memory,
   * which is {@link #apply} in two steps.
   */
  public NDArray attend(NDArray query, NDArray keysAndValues, NDArray mask, boolean training) {
    double rate = training ? dropout : 0;
    NDArray q = project(query, 0, 1);
    NDArray mixed =
        FusedAttention.runsOn(query)
            ? FusedAttention.to(q, keysAndValues, mask, heads, rate)
            : mix(q, keysAndValues, mask.expandDims(1).expandDims(1), rate);
    return finish(mixed, mask);
  }

  /**
   * Each token attends itself and those before it, whether real or not: {@code [B, T, width]} of
   * texts whose padding stands behind.
   */
  public NDArray causal(NDArray x, boolean training) {
    double rate = training ? dropout : 0;
    NDArray all = project(x, 0, 3);
    return out.apply(
        FusedAttention.runsOn(x)
            ? FusedAttention.causal(all, heads, rate)
            : plainCausal(all, rate));
  }

  private NDArray finish(NDArray mixed, NDArray mask) {
    return Tensors.orZeros(Tensors.anyReal(mask), out.apply(mixed));
  }

  /** The weighted values of all heads by operations that every engine has. */
  NDArray plain(NDArray query, NDArray memory, NDArray mask, double rate) {
    NDArray seen = mask.expandDims(1).expandDims(1);
    if (query != memory) {
      return mix(project(query, 0, 1), keysAndValues(memory), seen, rate);
    }
    NDArray all = project(query, 0, 3);
    return mix(all.get("..., 0:{}", width), all.get("..., {}:", width), seen, rate);
  }

  /** The same where a token attends itself and those before it. */
  NDArray plainCausal(NDArray qkv, double rate) {
    int length = (int) qkv.getShape().get(1);
    boolean[] before = new boolean[length * length];
    for (int t = 0; t < length; t++) {
      Arrays.fill(before, t * length, t * length + t + 1, true);
    }
    NDArray seen = qkv.getManager().create(before, new Shape(1, 1, length, length));
    return mix(qkv.get("..., 0:{}", width), qkv.get("..., {}:", width), seen, rate);
  }

  private NDArray mix(NDArray query, NDArray keysAndValues, NDArray seen, double rate) {
    NDArray q = split(query);
    NDArray k = split(keysAndValues.get("..., 0:{}", width));
    NDArray v = split(keysAndValues.get("..., {}:", width));
    NDArray scores =
        q.matMul(k.swapAxes(2, 3)).mul(Tensors.scalar(q, 1 / Math.sqrt((double) width / heads)));
    NDArray weights = Tensors.maskedSoftmax(scores, seen);
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
