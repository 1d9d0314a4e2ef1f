package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import dev.braid.core.run.AtomicFiles;
import dev.braid.core.run.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * A change of an index: entries that come, are replaced or go. All of it is there after {@link
 * #commit}, which syncs every file before it names them, and none of it before, whenever the
 * process is killed. While one is open no other can be, in this process or another; searches go on
 * and see the last commit. For one thread.
 */
public final class IndexUpdate implements AutoCloseable {

  /** Vectors that are this far from length 1 are none of an embedder's. */
  private static final double ROUNDING = 1e-3;

  /** When more than this share of the entries is of deleted ones, the files are written anew. */
  private static final double WASTE = 0.25;

  private final Path folder;
  private final Directory directory;
  private final IndexWriter writer;
  private final VectorCodec codec = new VectorCodec();
  private IndexManifest manifest;

  private IndexUpdate(Path folder, OpenMode mode, IndexManifest manifest) throws IOException {
    this.folder = folder;
    this.manifest = manifest;
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setOpenMode(mode)
            .setMergePolicy(new WholeMerges())
            .setMergeScheduler(new SerialMergeScheduler()) // the same files every time
            .setUseCompoundFile(false)
            .setRAMBufferSizeMB(64)
            .setCommitOnClose(false);
    directory = FSDirectory.open(folder);
    try {
      writer = new IndexWriter(directory, config);
    } catch (IOException e) {
      directory.close();
      throw IndexFailure.writing(folder, e);
    }
  }

  /**
   * What a commit left.
   *
   * @param size the number of entries
   * @param graph whether they can be searched by a graph
   */
  public record Committed(int size, boolean graph) {}

  /**
   * Begins an index in a folder that holds nothing else.
   *
   * @throws IOException if something is there, or it cannot be written
   */
  public static IndexUpdate create(Path folder, IndexManifest manifest) throws IOException {
    if (manifest.width() > IndexManifest.WIDEST) {
      throw new IOException(
          "an index holds vectors of at most %d values, not %d; train a run with a narrower projection"
              .formatted(IndexManifest.WIDEST, manifest.width()));
    }
    refuseOther(folder);
    try {
      AtomicFiles.directories(folder);
    } catch (IOException e) {
      throw FileFailure.unwritable(folder, e);
    }
    IndexUpdate update = new IndexUpdate(folder, OpenMode.CREATE_OR_APPEND, manifest);
    if (!update.data().isEmpty()) {
      update.close();
      throw new IOException(
          folder + " is an index already; add to it with --add, or choose another folder");
    }
    return update;
  }

  /**
   * Begins a change of an index, after reading it once from end to end.
   *
   * @throws IOException if there is none, it is damaged, or another process is changing it
   */
  public static IndexUpdate open(Path folder) throws IOException {
    IndexManifest before;
    try (VectorIndex index = VectorIndex.open(folder)) {
      before = index.manifest();
    }
    IndexUpdate update = new IndexUpdate(folder, OpenMode.APPEND, before);
    update.manifest = IndexManifest.of(folder, update.data()); // another process was faster
    if (update.manifest.graph()) {
      update.codec.withGraphs();
    }
    return update;
  }

  private static void refuseOther(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> list = Files.list(folder)) {
      Optional<String> other =
          list.map(path -> String.valueOf(path.getFileName()))
              .filter(name -> !name.matches("write\\.lock|_.*|(pending_)?segments.*"))
              .min(Comparator.naturalOrder());
      if (other.isPresent()) {
        throw new IOException(
            "%s is no index, but has %s in it; choose a new folder".formatted(folder, other.get()));
      }
    }
  }

  private Map<String, String> data() {
    Map<String, String> data = new HashMap<>();
    for (Map.Entry<String, String> entry : writer.getLiveCommitData()) {
      data.put(entry.getKey(), entry.getValue());
    }
    return data;
  }

  /** What the index is. */
  public IndexManifest manifest() {
    return manifest;
  }

  /** Looks at every entry up to another size from now on. */
  public void exactUpTo(int entries) {
    manifest = manifest.with(entries, manifest.graph());
  }

  /**
   * Adds an entry; one with the same id goes.
   *
   * @param vector {@code [width]}, of length 1
   * @param fields texts, numbers, truths or lists of these; other values are kept as texts
   * @throws BadDataException if the id is too long
   * @throws IllegalArgumentException if the vector has another width or length, or a value that is
   *     no number
   */
  public void put(String id, float[] vector, Map<String, Object> fields)
      throws BadDataException, IOException {
    if (!Fields.indexable(id)) {
      throw new BadDataException("the id %.50s… is too long for an index".formatted(id));
    }
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    double length = Math.sqrt(square);
    if (vector.length != manifest.width() || !(Math.abs(length - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          "the vector of %s has %d values and length %s, not %d and 1"
              .formatted(id, vector.length, length, manifest.width()));
    }
    try {
      writer.updateDocument(Fields.id(id), Fields.document(id, vector, fields));
    } catch (IOException e) {
      throw IndexFailure.writing(folder, e);
    }
  }

  /**
   * Deletes entries.
   *
   * @throws BadDataException if one is not there; then none is deleted
   */
  public void delete(Collection<String> ids) throws BadDataException, IOException {
    try {
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (String id : ids) {
          if (new IndexSearcher(reader).count(new TermQuery(Fields.id(id))) == 0) {
            throw new BadDataException(
                "%s has no entry '%s'; nothing was deleted".formatted(folder, id));
          }
        }
      }
      writer.deleteDocuments(ids.stream().map(Fields::id).toArray(Term[]::new));
    } catch (IOException e) {
      throw IndexFailure.writing(folder, e);
    }
  }

  /** Makes what was changed last, and the graph where there are enough entries for one. */
  public Committed commit() throws IOException {
    try {
      int size;
      int deleted;
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        size = reader.numDocs();
        deleted = reader.numDeletedDocs();
      }
      boolean graph = manifest.graph() || size > manifest.exactUpTo();
      boolean wanting = graph && !manifest.graph();
      if (wanting) {
        codec.withGraphs();
        manifest = manifest.with(manifest.exactUpTo(), true);
      }
      if (wanting || deleted > WASTE * (size + deleted)) {
        writer.forceMerge(1);
      }
      writer.setLiveCommitData(manifest.data().entrySet());
      writer.commit();
      return new Committed(size, graph);
    } catch (IOException e) {
      throw IndexFailure.writing(folder, e);
    }
  }

  /** Takes back what was not committed. */
  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      directory.close();
    }
  }
}
