package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.HitQueue;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * An index as its last commit left it; what is written while it is open does not change it. Up to
 * {@link IndexManifest#exactUpTo} entries every vector is compared with the query. Beyond, a graph
 * over vectors rounded to 7 bits names candidates, and only these are compared exactly. Of entries
 * with equal scores the one that came first is first. Safe for several threads.
 */
public final class VectorIndex implements AutoCloseable {

  /** So many candidates for each entry that is wanted, and at least {@link #LEAST}. */
  private static final int OVERSAMPLING = 4;

  private static final int LEAST = 100;

  private final Path folder;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final IndexManifest manifest;

  private VectorIndex(
      Path folder, Directory directory, DirectoryReader reader, IndexManifest manifest) {
    this.folder = folder;
    this.directory = directory;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
    this.manifest = manifest;
  }

  /**
   * Opens an index after reading it once from end to end, so that no damage goes unseen.
   *
   * @throws IOException if there is none, or it is damaged, with the remedy
   */
  public static VectorIndex open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) { // Lucene would make it
      throw IndexFailure.reading(folder, new IndexNotFoundException(folder.toString()));
    }
    Directory directory = FSDirectory.open(folder);
    try {
      DirectoryReader reader = DirectoryReader.open(directory);
      try {
        verify(reader);
        IndexManifest manifest = IndexManifest.of(folder, reader.getIndexCommit().getUserData());
        return new VectorIndex(folder, directory, reader, manifest);
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) { // Lucene has both for what it cannot read
      directory.close();
      throw IndexFailure.reading(folder, e);
    }
  }

  static void verify(DirectoryReader reader) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      leaf.reader().checkIntegrity();
    }
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** What it is. */
  public IndexManifest manifest() {
    return manifest;
  }

  /** The number of entries. */
  public int size() {
    return reader.numDocs();
  }

  /** The bytes of its files. */
  public long bytes() throws IOException {
    long bytes = 0;
    for (String file : reader.getIndexCommit().getFileNames()) {
      bytes += directory.fileLength(file);
    }
    return bytes;
  }

  /** Whether a search looks at every entry. */
  public boolean exact() {
    return !manifest.graph() || size() <= manifest.exactUpTo();
  }

  /** The names of the fields that conditions can be about, sorted. */
  public Set<String> fields() {
    return Fields.names(FieldInfos.getMergedFieldInfos(reader));
  }

  /**
   * Refuses to search for what cannot be found.
   *
   * @throws BadDataException if the index is empty or a condition is about a field that it lacks
   */
  public void check(List<Condition> where) throws BadDataException {
    if (size() == 0) {
      throw new BadDataException(
          "%s is empty; add to it with braid index %s --add --data FILE".formatted(folder, folder));
    }
    Set<String> fields = fields();
    for (Condition condition : where) {
      condition.check(fields);
    }
  }

  /**
   * The entries nearest to a vector, the nearest first.
   *
   * @param query {@code [width]}, of length 1
   * @param top how many at most
   * @param where conditions that all must hold; they are looked at before the vectors are
   */
  public List<Hit> search(float[] query, int top, List<Condition> where)
      throws BadDataException, IOException {
    check(where);
    return exact() ? exact(query, top, where) : byGraph(query, top, where);
  }

  /** The same by comparing every vector, whatever the size. */
  public List<Hit> exact(float[] query, int top, List<Condition> where) throws IOException {
    Query filter = filter(where);
    return hits(best(query, top, filter == null ? new MatchAllDocsQuery() : filter));
  }

  List<Hit> byGraph(float[] query, int top, List<Condition> where) throws IOException {
    int candidates = Math.max(LEAST, OVERSAMPLING * top);
    Query near = new KnnFloatVectorQuery(Fields.VECTOR, query, candidates, filter(where));
    return hits(best(query, top, near));
  }

  private static @Nullable Query filter(List<Condition> where) {
    if (where.isEmpty()) {
      return null;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    where.forEach(condition -> all.add(Fields.query(condition), BooleanClause.Occur.FILTER));
    return all.build();
  }

  /** Compares the vectors of the entries that a query of Lucene finds. */
  private List<ScoreDoc> best(float[] query, int top, Query among) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(among), ScoreMode.COMPLETE_NO_SCORES, 1);
    // Of equal scores it drops the higher number, which came later.
    HitQueue queue = new HitQueue(Math.min(top, Math.max(1, reader.maxDoc())), false);
    for (LeafReaderContext leaf : reader.leaves()) {
      Scorer found = weight.scorer(leaf);
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Fields.VECTOR);
      if (found != null && vectors != null) {
        compare(query, found.iterator(), vectors, leaf, queue);
      }
    }
    ScoreDoc[] sorted = new ScoreDoc[queue.size()];
    for (int i = sorted.length - 1; i >= 0; i--) {
      sorted[i] = queue.pop();
    }
    return List.of(sorted);
  }

  private static void compare(
      float[] query,
      DocIdSetIterator found,
      FloatVectorValues vectors,
      LeafReaderContext leaf,
      HitQueue queue)
      throws IOException {
    @Nullable Bits live = leaf.reader().getLiveDocs();
    DocIdSetIterator both = ConjunctionUtils.intersectIterators(List.of(found, vectors));
    for (int doc = both.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = both.nextDoc()) {
      if (live == null || live.get(doc)) {
        float score = VectorUtil.dotProduct(query, vectors.vectorValue());
        queue.insertWithOverflow(new ScoreDoc(leaf.docBase + doc, score));
      }
    }
  }

  private List<Hit> hits(List<ScoreDoc> best) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc one : best) {
      Document document = searcher.storedFields().document(one.doc);
      hits.add(new Hit(document.get(Fields.ID), one.score, Fields.shown(document)));
    }
    return hits;
  }

  /** Vectors of some entries, drawn without repetition; the same for the same index. */
  List<float[]> draw(int count) throws IOException {
    List<float[]> all = new ArrayList<>();
    Random random = new Random(1);
    int seen = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Fields.VECTOR);
      @Nullable Bits live = leaf.reader().getLiveDocs();
      while (vectors != null && vectors.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(vectors.docID())) {
          int place = seen < count ? seen : random.nextInt(seen + 1);
          if (place == all.size() && place < count) {
            all.add(vectors.vectorValue().clone());
          } else if (place < count) {
            all.set(place, vectors.vectorValue().clone());
          }
          seen++;
        }
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
