package dev.braid.core.index;

import dev.braid.api.model.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an index is: written with every commit, so that it always fits what the index holds.
 *
 * @param run the run whose model made the vectors, relative to the index where that is possible
 * @param weights the SHA-256 of the model's weights
 * @param side the vectors are of
 * @param width of a vector
 * @param exactUpTo with more entries than this a graph is searched
 * @param graph whether there is one
 */
public record IndexManifest(
    String run, String weights, Side side, int width, int exactUpTo, boolean graph) {

  /** The number of entries up to which every one is looked at, where nothing else is said. */
  public static final int EXACT_UP_TO = 50_000;

  /** Lucene stores no longer vectors. */
  static final int WIDEST = 1024;

  private static final String FORMAT = "format";
  private static final String VERSION = "1";

  /** Of a new index. */
  public static IndexManifest of(
      Path index, Path run, String weights, Side side, int width, int exactUpTo) {
    return new IndexManifest(relative(index, run), weights, side, width, exactUpTo, false);
  }

  /** The folder of the run, seen from where the index is now. */
  public Path run(Path index) {
    return index.toAbsolutePath().resolve(run).normalize();
  }

  /**
   * Refuses another model than the one that made the vectors.
   *
   * @throws IOException naming both and the remedy
   */
  public void check(Path index, Path run, String weights) throws IOException {
    if (!weights.equals(this.weights)) {
      throw new IOException(
          "%s was made with other weights than %s has now (SHA-256 %.12s…, not %.12s…), and vectors of two models cannot be compared; make the index again, or name the run it was made with by --run"
              .formatted(index, run, this.weights, weights));
    }
  }

  /** Refuses vectors of another width. */
  public void check(Path index, Path run, int width) throws IOException {
    if (width != this.width) {
      throw new IOException(
          "%s holds vectors of %d values, but %s makes such of %d; make the index again"
              .formatted(index, this.width, run, width));
    }
  }

  IndexManifest with(int exactUpTo, boolean graph) {
    return new IndexManifest(run, weights, side, width, exactUpTo, graph);
  }

  Map<String, String> data() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(FORMAT, VERSION);
    data.put("run", run);
    data.put("weights", weights);
    data.put("side", side.toString());
    data.put("width", Integer.toString(width));
    data.put("exact_up_to", Integer.toString(exactUpTo));
    data.put("graph", Boolean.toString(graph));
    return data;
  }

  /** Reads what {@link #data} gave; Lucene holds the checksum of it. */
  static IndexManifest of(Path index, Map<String, String> data) throws IOException {
    if (!data.containsKey(FORMAT)) {
      throw new IOException(index + " is an index of Lucene, but none that Braid made");
    }
    if (!VERSION.equals(data.get(FORMAT))) {
      throw IndexFailure.otherVersion(index);
    }
    return new IndexManifest(
        text(data, "run"),
        text(data, "weights"),
        Side.valueOf(text(data, "side").toUpperCase(Locale.ROOT)),
        Integer.parseInt(text(data, "width")),
        Integer.parseInt(text(data, "exact_up_to")),
        Boolean.parseBoolean(text(data, "graph")));
  }

  private static String text(Map<String, String> data, String key) {
    return data.getOrDefault(key, "");
  }

  /** Both may move together; on another drive of Windows the path has to be a whole one. */
  private static String relative(Path index, Path run) {
    Path from = index.toAbsolutePath().normalize();
    Path to = run.toAbsolutePath().normalize();
    return (to.startsWith(from.getRoot()) ? from.relativize(to) : to).toString().replace('\\', '/');
  }
}
