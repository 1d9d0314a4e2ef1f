package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * A batch of pairs of a query and a target, of which several may belong together, such as two texts
 * of one picture; and possibly further targets that are there as negatives.
 *
 * @param queries {@code [B, D]}, rows of length 1
 * @param targets {@code [B + N, D]}, the target of each query and then N further ones
 * @param positive {@code [B, B + N]} boolean: whether a target belongs to a query
 * @param compared {@code [B, B + N]} boolean: whether a query and a target are compared at all;
 *     true wherever {@code positive} is
 * @param usable {@code [B]} boolean, false for a pair that lacks a side: it takes no part
 */
public record Pairs(
    NDArray queries, NDArray targets, NDArray positive, NDArray compared, NDArray usable) {

  /**
   * Pairs alone.
   *
   * @param codes {@code [B, C]} int64; pairs that are equal in any column belong together
   */
  public static Pairs of(NDArray queries, NDArray targets, NDArray codes, NDArray usable) {
    NDArray compared = usable.expandDims(1).logicalAnd(usable.expandDims(0));
    return new Pairs(queries, targets, same(codes, codes).logicalAnd(compared), compared, usable);
  }

  /**
   * Which rows of two lists belong together: those that are equal in any column.
   *
   * @param codes {@code [B, C]} int64, see {@link Codes}
   * @param others {@code [M, C]}
   * @return {@code [B, M]} boolean
   */
  public static NDArray same(NDArray codes, NDArray others) {
    return codes
        .expandDims(1)
        .eq(others.expandDims(0))
        .toType(DataType.INT32, false)
        .max(new int[] {2})
        .toType(DataType.BOOLEAN, false);
  }

  /**
   * These pairs and further targets as negatives. Those that belong to a query are not compared
   * with it: they are no negatives, and what was embedded earlier is no aim either.
   *
   * @param further {@code [N, D]}
   * @param belongs {@code [B, N]} boolean
   * @param real {@code [N]} boolean, false for a place that holds no target
   */
  public Pairs with(NDArray further, NDArray belongs, NDArray real) {
    NDArray negative =
        belongs.logicalNot().logicalAnd(real.expandDims(0)).logicalAnd(usable.expandDims(1));
    NDArray none = queries.getManager().zeros(negative.getShape(), DataType.BOOLEAN);
    return new Pairs(
        queries,
        Tensors.concat(List.of(targets, further), 0),
        Tensors.concat(List.of(positive, none), 1),
        Tensors.concat(List.of(compared, negative), 1),
        usable);
  }

  /** The cosine of every query and target, {@code [B, B + N]}. */
  public NDArray cosines() {
    return queries.matMul(targets.transpose());
  }

  /** The cosine of each pair, {@code [B]}. */
  NDArray own() {
    return queries.mul(pairs(targets, 0)).sum(new int[] {1});
  }

  /** What is compared and does not belong together, {@code [B, B + N]} boolean. */
  NDArray negative() {
    return compared.logicalAnd(positive.logicalNot());
  }

  /** The pairs' own targets, which stand in front along an axis. */
  NDArray pairs(NDArray ofTargets, int axis) {
    long size = queries.getShape().get(0);
    return axis == 0 ? ofTargets.get("0:{}", size) : ofTargets.get(":, 0:{}", size);
  }

  /** The mean over the pairs that take part of {@code [B]} values; 0 where there is none. */
  NDArray mean(NDArray values) {
    NDArray count = usable.toType(DataType.FLOAT32, false).sum();
    return Tensors.orZeros(usable, values).sum().div(count.maximum(Tensors.scalar(values, 1)));
  }
}
