package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.io.IOException;
import java.util.List;

/**
 * An index with the model that it was made with.
 *
 * @param reranker puts what was found in another order, {@link Reranker#NONE} to leave it
 */
public record Retrieval(VectorIndex index, Embedder embedder, Reranker reranker) {

  /**
   * Looks at what was found more closely than vectors can, such as by a model that sees the query
   * and an entry together.
   */
  @FunctionalInterface
  public interface Reranker {
    /** Leaves everything as it is. */
    Reranker NONE = (query, hits) -> hits;

    /** The same entries, the best first, with scores of its own. */
    List<Hit> rerank(Sample query, List<Hit> hits) throws BadDataException;
  }

  /**
   * The entries nearest to a sample, the nearest first.
   *
   * @param query with the inputs of the side that the index does not hold
   * @param top how many at most
   * @param where conditions that all must hold
   */
  public List<Hit> search(Sample query, int top, List<Condition> where)
      throws BadDataException, IOException {
    float[] vector = embedder.embed(index.manifest().side().other(), List.of(query))[0];
    return reranker.rerank(query, index.search(vector, top, where));
  }
}
