package dev.example.benchmarks;

import dev.braid.api.model.Side;
import dev.braid.core.index.IndexCheck;
import dev.braid.core.index.IndexManifest;
import dev.braid.core.index.IndexUpdate;
import dev.braid.core.index.VectorIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How well and how fast an index is searched: {@code Search [ENTRIES] [WIDTH] [EXACT_UP_TO]} makes
 * one of vectors around centres, from a seed, asks for 200 new vectors around the same centres, and
 * prints a row of a Markdown table.
 */
public final class Search {

  private static final int QUERIES = 200;

  private Search() {}

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
    int width = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 256;
    int exactUpTo = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    try (Scratch scratch = Scratch.create()) {
      Path folder = scratch.path().resolve("index");
      Vectors vectors = new Vectors(entries, width);
      double seconds = fill(folder, vectors, entries, width, exactUpTo);
      List<float[]> queries = new ArrayList<>();
      for (int i = 0; i < QUERIES; i++) {
        queries.add(vectors.next());
      }
      long begin = System.nanoTime();
      try (VectorIndex index = VectorIndex.open(folder)) {
        double opening = (System.nanoTime() - begin) / 1e9;
        IndexCheck check = IndexCheck.of(index, queries);
        IndexCheck.Graph graph = check.graph();
        System.out.println(
            "| entries | width | made in s | bytes | opened in s | exact, ms | graph, ms |"
                + " recall@10 |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        System.out.printf(
            "| %,d | %d | %.1f | %,d | %.2f | %.3f | %s | %s |%n",
            entries,
            width,
            seconds,
            index.bytes(),
            opening,
            check.exactMs(),
            graph == null ? "–" : "%.3f".formatted(graph.ms()),
            graph == null ? "–" : "%.4f".formatted(graph.recall()));
      }
    }
  }

  private static double fill(Path folder, Vectors vectors, int entries, int width, int exactUpTo)
      throws Exception {
    long begin = System.nanoTime();
    IndexManifest manifest =
        IndexManifest.of(folder, Path.of("run"), "none", Side.TARGET, width, exactUpTo);
    try (IndexUpdate update = IndexUpdate.create(folder, manifest)) {
      for (int i = 0; i < entries; i++) {
        update.put(Integer.toString(i), vectors.next(), Map.of("number", i));
      }
      update.commit();
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /** A centre for each fifty vectors; a vector is a centre and 0.6 times another direction. */
  private static final class Vectors {

    private static final float SPREAD = 0.6f;

    private final Random random = new Random(1);
    private final List<float[]> centres = new ArrayList<>();
    private final float[] zero;

    Vectors(int entries, int width) {
      zero = new float[width];
      for (int i = 0; i < Math.max(1, entries / 50); i++) {
        centres.add(around(zero, 1));
      }
    }

    float[] next() {
      return around(centres.get(random.nextInt(centres.size())), SPREAD);
    }

    private float[] around(float[] centre, float spread) {
      float[] vector = new float[zero.length];
      double square = 0;
      for (int i = 0; i < vector.length; i++) {
        vector[i] = centre[i] + (float) (spread * random.nextGaussian() / Math.sqrt(zero.length));
        square += vector[i] * vector[i];
      }
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) Math.sqrt(square);
      }
      return vector;
    }
  }
}
