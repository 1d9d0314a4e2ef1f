package dev.braid.core.data;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches ahead in threads. What comes out, and in which order, does not depend on the number
 * of threads; no engine array is made here.
 */
public final class Batches implements AutoCloseable {

  private static final int AHEAD = 4;

  private final Map<String, String> columns;
  private final Map<String, FeatureCache> caches;
  private final ExecutorService threads;

  /**
   * Starts the threads.
   *
   * @param columns by input name, the column of the data
   * @param caches by input name
   */
  public Batches(Map<String, String> columns, Map<String, FeatureCache> caches, int threads) {
    this.columns = columns;
    this.caches = caches;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "braid-reader");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The batches of these samples in their order; the last one may be smaller. */
  public Stream of(List<Sample> samples, int size) {
    return of(samples, size, Removal.NONE);
  }

  /** The same with inputs taken away from some samples. */
  public Stream of(List<Sample> samples, int size, Removal removal) {
    return new Stream(samples, size, removal);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** A pass over some samples. */
  public final class Stream {
    private final List<Sample> samples;
    private final int size;
    private final Removal removal;
    private final Deque<Future<HostBatch>> ahead = new ArrayDeque<>();
    private int next;

    private Stream(List<Sample> samples, int size, Removal removal) {
      this.samples = samples;
      this.size = size;
      this.removal = removal;
    }

    /** The number of batches in all. */
    public int count() {
      return (samples.size() + size - 1) / size;
    }

    /** The next batch, or null at the end. */
    public @Nullable HostBatch next() throws BadDataException {
      while (next < samples.size() && ahead.size() < AHEAD) {
        List<Sample> batch = samples.subList(next, Math.min(next + size, samples.size()));
        ahead.add(threads.submit(() -> HostBatch.read(batch, columns, caches, removal)));
        next += batch.size();
      }
      Future<HostBatch> first = ahead.poll();
      if (first == null) {
        return null;
      }
      try {
        return first.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BadDataException("interrupted while reading", e);
      } catch (ExecutionException e) {
        ahead.forEach(future -> future.cancel(true));
        if (e.getCause() instanceof BadDataException bad) {
          throw bad;
        }
        throw new IllegalStateException("a reader failed", e.getCause());
      }
    }
  }
}
