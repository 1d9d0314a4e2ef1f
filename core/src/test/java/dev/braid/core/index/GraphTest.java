package dev.braid.core.index;

import static dev.braid.core.index.Vectors.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How near the graph comes to a look at every vector, on clusters from a seed. */
class GraphTest {

  private static final int COUNT = 3000;
  private static final int WIDTH = 48;
  private static final double FLOOR = 0.97;

  @TempDir static Path temporary;
  private static Path folder;
  private static List<float[]> vectors;
  private static List<float[]> queries;

  @BeforeAll
  static void fill() throws Exception {
    folder = temporary.resolve("index");
    vectors = Vectors.clustered(COUNT, WIDTH, 1);
    queries = new ArrayList<>(Vectors.random(50, WIDTH, 3)); // far from every cluster
    Vectors.clustered(COUNT, WIDTH, 1).stream().skip(COUNT - 50).forEach(queries::add);
    make(folder, vectors);
  }

  private static void make(Path folder, List<float[]> vectors) throws Exception {
    IndexManifest manifest =
        IndexManifest.of(folder, Path.of("run"), "abc", Side.TARGET, WIDTH, 1000);
    try (IndexUpdate update = IndexUpdate.create(folder, manifest)) {
      Vectors.put(update, 0, vectors);
      assertThat(update.commit()).isEqualTo(new IndexUpdate.Committed(vectors.size(), true));
    }
  }

  @Test
  void theGraphFindsNearlyAllOfTheTenNearest() throws Exception {
    try (VectorIndex index = VectorIndex.open(folder)) {
      assertThat(index.exact()).isFalse();
      IndexCheck check = IndexCheck.of(index, queries);
      assertThat(check.queries()).isEqualTo(queries.size());
      assertThat(check.graph().recall()).isBetween(FLOOR, 1.0);
      assertThat(check.graph().recall()).isEqualTo(recall(index));
      assertThat(IndexCheck.of(index, 30).graph().recall()).isGreaterThan(FLOOR);
    }
  }

  /** By the definition: how many of the ten are among the ten. */
  private static double recall(VectorIndex index) throws Exception {
    int found = 0;
    for (float[] query : queries) {
      Set<String> right = new HashSet<>(Vectors.nearest(vectors, query, 10));
      found +=
          (int) ids(index.search(query, 10, List.of())).stream().filter(right::contains).count();
    }
    return found / (10.0 * queries.size());
  }

  @Test
  void comparingCandidatesExactlyBeatsTheRoundedOrder() throws Exception {
    int rounded = 0;
    try (FSDirectory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      for (float[] query : queries) {
        Set<String> right = new HashSet<>(Vectors.nearest(vectors, query, 10));
        var candidates = searcher.search(new KnnFloatVectorQuery(Fields.VECTOR, query, 100), 10);
        for (ScoreDoc doc : candidates.scoreDocs) {
          if (right.contains(searcher.storedFields().document(doc.doc).get(Fields.ID))) {
            rounded++;
          }
        }
      }
    }
    try (VectorIndex index = VectorIndex.open(folder)) {
      assertThat(recall(index)).isGreaterThan(rounded / (10.0 * queries.size()) + 0.005);
    }
  }

  @Test
  void theSameEntriesGiveTheSameAnswers() throws Exception {
    Path again = temporary.resolve("again");
    make(again, vectors);
    try (VectorIndex one = VectorIndex.open(folder);
        VectorIndex two = VectorIndex.open(again)) {
      for (float[] query : queries) {
        assertThat(two.search(query, 10, List.of())).isEqualTo(one.search(query, 10, List.of()));
      }
    }
  }

  @Test
  void anIndexThatGrowsGetsAGraphAndKeepsGrowing() throws Exception {
    Path grown = temporary.resolve("grown");
    IndexManifest manifest =
        IndexManifest.of(grown, Path.of("run"), "abc", Side.TARGET, WIDTH, 1000);
    try (IndexUpdate update = IndexUpdate.create(grown, manifest)) {
      Vectors.put(update, 0, vectors.subList(0, 1000));
      assertThat(update.commit().graph()).isFalse();
    }
    assertThat(graphs(grown)).isZero();
    for (int from = 1000; from < 1500; from += 100) {
      try (IndexUpdate update = IndexUpdate.open(grown)) {
        Vectors.put(update, from, vectors.subList(from, from + 100));
        assertThat(update.commit().graph()).isTrue();
      }
      assertThat(graphs(grown)).as("every piece has one").isPositive();
      try (VectorIndex index = VectorIndex.open(grown)) {
        assertThat(index.size()).isEqualTo(from + 100);
        IndexCheck check = IndexCheck.of(index, vectors.subList(from - 50, from + 100));
        assertThat(check.graph().recall()).isGreaterThan(FLOOR);
      }
    }
    try (IndexUpdate update = IndexUpdate.open(grown)) { // small again: all are compared
      update.delete(IntStream.range(0, 800).mapToObj(String::valueOf).toList());
      update.commit();
    }
    try (VectorIndex index = VectorIndex.open(grown)) {
      assertThat(index.exact()).isTrue();
      assertThat(index.size()).isEqualTo(700);
    }
  }

  @Test
  void anIndexInOnePieceGetsAGraphToo() throws Exception {
    Path one = temporary.resolve("one");
    IndexManifest manifest = IndexManifest.of(one, Path.of("run"), "abc", Side.TARGET, WIDTH, 100);
    try (IndexUpdate update = IndexUpdate.create(one, manifest)) {
      Vectors.put(update, 0, vectors.subList(0, 100));
      update.commit();
    }
    try (IndexUpdate update = IndexUpdate.open(one)) {
      update.exactUpTo(50);
      assertThat(update.commit().graph()).isTrue();
    }
    assertThat(graphs(one)).isOne();
    try (VectorIndex index = VectorIndex.open(one)) {
      assertThat(index.exact()).isFalse();
      assertThat(index.manifest().exactUpTo()).isEqualTo(50);
      float[] query = queries.get(0);
      assertThat(ids(index.search(query, 10, List.of())))
          .isEqualTo(Vectors.nearest(vectors.subList(0, 100), query, 10));
    }
  }

  @Test
  void whatDeletedEntriesTookIsGivenBack() throws Exception {
    Path shrunk = temporary.resolve("shrunk");
    make(shrunk, vectors.subList(0, 2000));
    long before;
    try (VectorIndex index = VectorIndex.open(shrunk)) {
      before = index.bytes();
    }
    for (int round = 0; round < 4; round++) {
      try (IndexUpdate update = IndexUpdate.open(shrunk)) {
        Vectors.put(update, 0, vectors.subList(2000, 3000)); // half of them are replaced
        update.commit();
      }
    }
    try (VectorIndex index = VectorIndex.open(shrunk)) {
      assertThat(index.size()).isEqualTo(2000);
      assertThat(index.bytes()).isLessThan(before * 5 / 4);
    }
  }

  /** The number of graphs among the files. */
  private static long graphs(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> path.toString().endsWith(".vex")).count();
    }
  }
}
