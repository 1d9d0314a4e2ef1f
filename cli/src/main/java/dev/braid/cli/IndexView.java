package dev.braid.cli;

import dev.braid.core.index.Hit;
import dev.braid.core.index.IndexCheck;
import dev.braid.core.index.IndexManifest;
import dev.braid.core.index.VectorIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What an index is and what was found in it, as lines for people. */
record IndexView(VectorIndex index) {

  private static final int WIDEST = 100;

  List<String> lines() throws IOException {
    IndexManifest manifest = index.manifest();
    return List.of(
        "entries  %,d of side %s, %d values each"
            .formatted(index.size(), manifest.side(), manifest.width()),
        "model    %s (weights %.12s…)".formatted(manifest.run(index.folder()), manifest.weights()),
        "search   %s; exact up to %,d entries"
            .formatted(index.exact() ? "exact" : "by a graph", manifest.exactUpTo()),
        "fields   " + (index.fields().isEmpty() ? "none" : String.join(", ", index.fields())),
        "bytes    %,d".formatted(index.bytes()));
  }

  static List<String> lines(IndexCheck check) {
    List<String> lines = new ArrayList<>();
    lines.add("queries   %,d; milliseconds per query are medians".formatted(check.queries()));
    lines.add("exact     %8.3f ms".formatted(check.exactMs()));
    IndexCheck.Graph graph = check.graph();
    lines.add(
        graph == null
            ? "by graph  there is none: the index is small enough to compare all"
            : "by graph  %8.3f ms, recall@%d %.4f"
                .formatted(graph.ms(), IndexCheck.TOP, graph.recall()));
    return lines;
  }

  /**
   * Rank, score, id and as much of the fields as fits on a line.
   *
   * @param shown these fields alone, in this order; empty for all that are not the id again
   */
  static List<String> lines(List<Hit> hits, List<String> shown) {
    List<List<String>> rows = new ArrayList<>();
    for (Hit hit : hits) {
      String fields =
          (shown.isEmpty() ? hit.fields().keySet() : shown)
              .stream()
                  .filter(field -> hit.fields().get(field) != null)
                  .filter(field -> !shown.isEmpty() || !hit.id().equals(hit.fields().get(field)))
                  .map(field -> field + "=" + hit.fields().get(field))
                  .collect(Collectors.joining(" "))
                  .replaceAll("\\s+", " ");
      rows.add(
          List.of(
              Integer.toString(rows.size() + 1),
              "%.4f".formatted(hit.score()),
              hit.id(),
              fields.length() > WIDEST ? fields.substring(0, WIDEST - 1) + "…" : fields));
    }
    return Tables.columns(rows);
  }
}
