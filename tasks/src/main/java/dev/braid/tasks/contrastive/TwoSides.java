package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Side;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * The embeddings of both sides of a batch and the temperature that they are compared with. Every
 * array that it gives has one row a sample, so that batches can be joined.
 */
public final class TwoSides extends Module {

  private final Projection query;
  private final Projection target;
  private final Temperature temperature;

  /**
   * Makes the projections.
   *
   * @param queryWidth of the query side's encoding; likewise the other
   * @param width of an embedding
   */
  public TwoSides(int queryWidth, int targetWidth, int width, Temperature temperature) {
    query = child("query", new Projection(queryWidth, width));
    target = child("target", new Projection(targetWidth, width));
    this.temperature = child("temperature", temperature);
  }

  /**
   * Embeds a batch.
   *
   * @return queries {@code [B, width]}, targets {@code [B, width]}, presence of both {@code [B, 2]}
   *     as 0 and 1, and what {@link Temperature#of} gives
   */
  public NDList embed(Encoding queries, Encoding targets, boolean training) {
    NDArray asked = query.apply(queries);
    NDArray present =
        Tensors.concat(List.of(column(queries.present()), column(targets.present())), 1);
    return new NDList(asked, target.apply(targets), present, temperature.of(asked, training));
  }

  private static NDArray column(NDArray present) {
    return present.toType(DataType.FLOAT32, false).expandDims(1);
  }

  /** The embeddings of one side. */
  public static NDArray of(Side side, NDList embedded) {
    return embedded.get(side == Side.QUERY ? 0 : 1);
  }

  /** {@code [B]} boolean: which samples have both sides. */
  public static NDArray usable(NDList embedded) {
    return embedded.get(2).min(new int[] {1}).gt(0);
  }

  /** The pairs of a batch with the codes that say which belong together. */
  public static Pairs pairs(NDList embedded, NDArray codes) {
    return Pairs.of(embedded.get(0), embedded.get(1), codes, usable(embedded));
  }

  /** Factors and summands, {@code [B, 2]}. */
  public static NDArray scale(NDList embedded) {
    return embedded.get(3);
  }

  /** The cosine of each pair, {@code [B]}; 0 where a side is absent. */
  public static NDArray cosines(NDList embedded) {
    return embedded.get(0).mul(embedded.get(1)).sum(new int[] {1});
  }
}
