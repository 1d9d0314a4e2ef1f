package dev.braid.core.data;

import dev.braid.api.data.Augmentation;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches ahead in threads. What comes out, and in which order, does not depend on the number
 * of threads; no engine array is made here.
 */
public final class Batches implements AutoCloseable {

  private static final int AHEAD = 4;

  private final Map<String, String> columns;
  private final Map<String, ? extends Features> features;
  private final Map<String, List<Augmentation>> augmentations;
  private final @Nullable BrokenSamples broken;
  private final ExecutorService threads;

  /** Starts the threads, without augmentations; fails at samples that cannot be read. */
  public Batches(
      Map<String, String> columns, Map<String, ? extends Features> features, int threads) {
    this(columns, features, Map.of(), null, threads);
  }

  /**
   * Starts the threads.
   *
   * @param columns by input name, the column of the data
   * @param features by input name; closed with this
   * @param augmentations by input name, in order
   * @param broken gets what is left out, or null to fail at samples that cannot be read
   */
  public Batches(
      Map<String, String> columns,
      Map<String, ? extends Features> features,
      Map<String, List<Augmentation>> augmentations,
      @Nullable BrokenSamples broken,
      int threads) {
    this.columns = columns;
    this.features = features;
    this.augmentations = augmentations;
    this.broken = broken;
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
    return of(Pass.of(samples, size));
  }

  /** The same with inputs taken away from some samples. */
  public Stream of(List<Sample> samples, int size, Removal removal) {
    return of(Pass.of(samples, size).without(removal));
  }

  /** The batches of a pass; the last one may be smaller, and any that a broken sample was in. */
  public Stream of(Pass pass) {
    return new Stream(pass);
  }

  /** What the run left out; null where it fails at such samples. */
  public @Nullable BrokenSamples broken() {
    return broken;
  }

  /** Where a pass over a split puts broken samples; null where it fails at them. */
  public @Nullable Consumer<BrokenSample> broken(String split) {
    return broken == null ? null : broken.split(split);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    features.values().forEach(Features::close);
  }

  /** A pass over some samples. */
  public final class Stream {
    private final Pass pass;
    private final BatchReader reader;
    private final int[] rounds;
    private final Deque<Future<BatchReader.Result>> ahead = new ArrayDeque<>();
    private int next;
    private int position;
    private @Nullable HostBatch peeked;
    private int behind;
    private long waited;

    private Stream(Pass pass) {
      this.pass = pass;
      this.next = pass.start();
      this.position = pass.start();
      Long seed = pass.augment();
      Augment augment = seed == null ? Augment.NONE : new Augment(augmentations, seed);
      this.reader =
          new BatchReader(columns, features, pass.removal(), augment, pass.broken() != null);
      this.rounds =
          augment.equals(Augment.NONE) ? new int[pass.samples().size()] : rounds(pass.samples());
    }

    private static int[] rounds(List<Sample> samples) {
      IdentityHashMap<Sample, Integer> seen = new IdentityHashMap<>();
      int[] rounds = new int[samples.size()];
      for (int i = 0; i < rounds.length; i++) {
        rounds[i] = seen.merge(samples.get(i), 1, Integer::sum) - 1;
      }
      return rounds;
    }

    /** The number of batches in all, those of broken samples alone counted. */
    public int count() {
      return (pass.samples().size() - pass.start() + pass.size() - 1) / pass.size();
    }

    /**
     * How many samples of the order came so far, from its very beginning and with broken ones
     * counted: where {@link Pass#from} goes on.
     */
    public int position() {
      return position;
    }

    /** The nanoseconds that {@link #next} waited in all for what was not read yet. */
    public long waited() {
      return waited;
    }

    /** The next batch, never without samples, or null at the end. */
    public @Nullable HostBatch next() throws BadDataException {
      HostBatch known = peeked;
      if (known != null) {
        peeked = null;
        position = behind;
        return known;
      }
      while (true) {
        readAhead();
        Future<BatchReader.Result> first = ahead.poll();
        if (first == null) {
          return null;
        }
        BatchReader.Result result = await(first);
        position += result.taken();
        Consumer<BrokenSample> sink = pass.broken();
        if (sink != null) {
          result.broken().forEach(sink);
        }
        if (!result.batch().samples().isEmpty()) {
          return result.batch();
        }
      }
    }

    /**
     * Whether {@link #next} gives no more: everything is taken, or nothing is left but samples that
     * cannot be read, which {@link #position} counts then.
     */
    public boolean over() throws BadDataException {
      if (pass.broken() == null || peeked != null) {
        return peeked == null && position >= pass.samples().size();
      }
      int before = position;
      HostBatch batch = next();
      if (batch == null) {
        return true;
      }
      peeked = batch;
      behind = position;
      position = before;
      return false;
    }

    private void readAhead() {
      int end = pass.samples().size();
      while (next < end && ahead.size() < AHEAD) {
        int from = next;
        int to = Math.min(from + pass.size(), end);
        ahead.add(
            threads.submit(
                () ->
                    reader.read(
                        pass.samples().subList(from, to), Arrays.copyOfRange(rounds, from, to))));
        next = to;
      }
    }

    private BatchReader.Result await(Future<BatchReader.Result> first) throws BadDataException {
      long begin = System.nanoTime();
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
      } finally {
        waited += System.nanoTime() - begin;
      }
    }
  }
}
