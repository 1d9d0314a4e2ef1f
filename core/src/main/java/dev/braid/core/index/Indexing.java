package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From samples to entries: each gets the vector of its side and keeps all its values. */
public final class Indexing {

  /** So many samples have their vectors in memory at once. */
  private static final int CHUNK = 1024;

  private final Embedder embedder;
  private final IndexUpdate update;
  private final @Nullable Consumer<String> broken;

  /**
   * Prepares.
   *
   * @param broken is told of each sample that cannot be read, which is then left out; null to stop
   *     at the first
   */
  public Indexing(Embedder embedder, IndexUpdate update, @Nullable Consumer<String> broken) {
    this.embedder = embedder;
    this.update = update;
    this.broken = broken;
  }

  /**
   * Adds entries, uncommitted yet.
   *
   * @param samples whose ids are those of the entries
   * @return how many were added or replaced
   */
  public int add(List<Sample> samples) throws BadDataException, IOException {
    int added = 0;
    for (int from = 0; from < samples.size(); from += CHUNK) {
      List<Sample> chunk = samples.subList(from, Math.min(samples.size(), from + CHUNK));
      try {
        added += put(chunk);
      } catch (BadDataException e) {
        if (broken == null) {
          throw e;
        }
        for (Sample sample : chunk) {
          added += putOrSkip(sample, broken);
        }
      }
    }
    return added;
  }

  private int putOrSkip(Sample sample, Consumer<String> broken) throws IOException {
    try {
      return put(List.of(sample));
    } catch (BadDataException e) {
      broken.accept(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private int put(List<Sample> samples) throws BadDataException, IOException {
    float[][] vectors = embedder.embed(update.manifest().side(), samples);
    for (int i = 0; i < vectors.length; i++) {
      Sample sample = samples.get(i);
      update.put(sample.id(), vectors[i], sample.values());
    }
    return vectors.length;
  }
}
