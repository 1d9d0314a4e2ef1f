package dev.braid.core.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well and how fast an index is searched.
 *
 * @param queries the number of queries
 * @param exactMs median of milliseconds per query where every entry is compared
 * @param graph the same by the graph, or null where there is none
 */
public record IndexCheck(int queries, double exactMs, @Nullable Graph graph) {

  /** How many are looked for. */
  public static final int TOP = 10;

  /**
   * Searching by the graph.
   *
   * @param recall the share of the ten nearest that it finds, over all queries; one that is as near
   *     as the tenth counts
   * @param ms median of milliseconds per query
   */
  public record Graph(double recall, double ms) {}

  private interface Search {
    List<Hit> of(float[] query) throws IOException;
  }

  /**
   * Asks both ways; each query is asked once before it is timed.
   *
   * @param queries at least one, {@code [width]} each, of length 1
   */
  public static IndexCheck of(VectorIndex index, List<float[]> queries) throws IOException {
    Search exact = query -> index.exact(query, TOP, List.of());
    if (!index.manifest().graph()) {
      for (float[] query : queries) {
        exact.of(query);
      }
      return new IndexCheck(queries.size(), median(queries, exact), null);
    }
    Search byGraph = query -> index.byGraph(query, TOP, List.of());
    int wanted = 0;
    int found = 0;
    for (float[] query : queries) {
      List<Hit> right = exact.of(query);
      float tenth = right.get(right.size() - 1).score();
      wanted += right.size();
      found += (int) byGraph.of(query).stream().filter(hit -> hit.score() >= tenth).count();
    }
    return new IndexCheck(
        queries.size(),
        median(queries, exact),
        new Graph((double) found / wanted, median(queries, byGraph)));
  }

  /** The same with vectors of the index as queries, always the same ones. */
  public static IndexCheck of(VectorIndex index, int queries) throws IOException {
    return of(index, index.draw(queries));
  }

  private static double median(List<float[]> queries, Search search) throws IOException {
    double[] ms = new double[queries.size()];
    for (int i = 0; i < ms.length; i++) {
      long begin = System.nanoTime();
      search.of(queries.get(i));
      ms[i] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(ms);
    return (ms[ms.length / 2] + ms[(ms.length - 1) / 2]) / 2;
  }
}
