package dev.braid.core.index;

import dev.braid.api.model.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;

/** Changes an index until it is killed, and says after each commit which one it was. */
final class WritingChild {

  static final int ENTRIES = 40;

  private WritingChild() {}

  /** Where the index is, and up to which size it has no graph. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int exactUpTo = Integer.parseInt(arguments[1]);
    boolean there = DirectoryReader.indexExists(FSDirectory.open(folder));
    int commit = there ? last(folder) : 0;
    IndexManifest manifest =
        IndexManifest.of(folder, Path.of("run"), "abc", Side.TARGET, 4, exactUpTo);
    try (IndexUpdate update =
        there ? IndexUpdate.open(folder) : IndexUpdate.create(folder, manifest)) {
      while (true) {
        change(update, ++commit);
      }
    }
  }

  /** Replaces all entries and says so. */
  private static void change(IndexUpdate update, int commit) throws Exception {
    List<float[]> vectors = Vectors.random(ENTRIES, 4, commit);
    for (int i = 0; i < ENTRIES; i++) {
      update.put("" + i, vectors.get(i), Map.of("commit", commit));
    }
    update.commit();
    System.out.println(commit);
  }

  /** The commit that all entries are of. */
  static int last(Path folder) throws Exception {
    try (VectorIndex index = VectorIndex.open(folder)) {
      List<Hit> hits = index.search(Vectors.unit(1, 1, 1, 1), ENTRIES + 1, List.of());
      List<Object> commits =
          hits.stream().map(hit -> hit.fields().get("commit")).distinct().toList();
      if (hits.size() != ENTRIES || commits.size() != 1) {
        throw new AssertionError(hits.size() + " entries of the commits " + commits);
      }
      return (Integer) commits.get(0);
    }
  }
}
