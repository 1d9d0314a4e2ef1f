package dev.braid.tasks.metrics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Where queries find what belongs to them, one row of similarities at a time: a whole test set
 * needs no matrix. For the other direction count the rows of the other direction.
 *
 * <p>Items are sorted by falling similarity, ties by the smaller index; a similarity that is not a
 * number comes last. The rank of a query is the place, from 1, of its best positive, and average
 * precision the mean over its positives of the precision at their places. Queries without positives
 * are left out; where none is left every measure is 0.
 *
 * <p>Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 8;
 * recall of any positive as usual between pictures and texts.
 */
public final class Retrieval {

  private int[] ranks = new int[16];
  private double[] precisions = new double[16];
  private int queries;

  /** Counts one query: {@link #add(double[], int...)}. */
  public void add(float[] similarities, int... positives) {
    add(
        IntStream.range(0, similarities.length).mapToDouble(i -> similarities[i]).toArray(),
        positives);
  }

  /**
   * Counts one query.
   *
   * @param similarities to every item
   * @param positives numbers of the items that belong to it, none to leave it out
   */
  public void add(double[] similarities, int... positives) {
    if (positives.length == 0) {
      return;
    }
    int[] places = places(similarities, positives);
    double precision = 0;
    for (int n = 0; n < places.length; n++) {
      precision += (n + 1.0) / places[n];
    }
    if (queries == ranks.length) {
      ranks = Arrays.copyOf(ranks, 2 * queries + 1);
      precisions = Arrays.copyOf(precisions, 2 * queries + 1);
    }
    ranks[queries] = places[0];
    precisions[queries++] = precision / places.length;
  }

  /** The places of positives, from 1, in ascending order: each item is put among them once. */
  private static int[] places(double[] similarities, int[] positives) {
    int[] sorted =
        Arrays.stream(positives)
            .distinct()
            .boxed()
            .sorted((i, j) -> before(similarities, i, j) ? -1 : 1)
            .mapToInt(Integer::intValue)
            .toArray();
    int[] between = new int[sorted.length + 1];
    for (int item = 0; item < similarities.length; item++) {
      int low = 0;
      int high = sorted.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (before(similarities, item, sorted[middle])) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      between[low]++; // a positive lands behind itself
    }
    int[] places = new int[sorted.length];
    int place = 1;
    for (int n = 0; n < places.length; n++) {
      place += between[n];
      places[n] = place;
    }
    return places;
  }

  private static boolean before(double[] similarities, int i, int j) {
    double a = Double.isNaN(similarities[i]) ? Double.NEGATIVE_INFINITY : similarities[i];
    double b = Double.isNaN(similarities[j]) ? Double.NEGATIVE_INFINITY : similarities[j];
    return a > b || (a == b && i < j);
  }

  /** Some of the queries that were counted, given by number; one may occur several times. */
  public Retrieval of(int[] numbers) {
    Retrieval some = new Retrieval();
    some.queries = numbers.length;
    some.ranks = Arrays.stream(numbers).map(n -> ranks[n]).toArray();
    some.precisions = Arrays.stream(numbers).mapToDouble(n -> precisions[n]).toArray();
    return some;
  }

  /** How many queries were counted. */
  public int queries() {
    return queries;
  }

  /** The rank of each query that was counted. */
  public int[] ranks() {
    return Arrays.copyOf(ranks, queries);
  }

  /** The average precision of each query that was counted. */
  public double[] averagePrecisions() {
    return Arrays.copyOf(precisions, queries);
  }

  /** The share of queries with a positive among the first k. */
  public double recall(int k) {
    return mean(rank -> rank <= k ? 1 : 0);
  }

  /** The middle rank; with an even number of queries the mean of the two in the middle. */
  public double medianRank() {
    int[] sorted = ranks();
    Arrays.sort(sorted);
    return queries == 0 ? 0 : (sorted[(queries - 1) / 2] + sorted[queries / 2]) / 2.0;
  }

  /** The mean rank. */
  public double meanRank() {
    return mean(rank -> rank);
  }

  /** The mean reciprocal rank. */
  public double meanReciprocalRank() {
    return mean(rank -> 1 / rank);
  }

  /** The mean average precision. */
  public double meanAveragePrecision() {
    return Scores.ratio(Arrays.stream(averagePrecisions()).sum(), queries);
  }

  private double mean(DoubleUnaryOperator value) {
    return Scores.ratio(Arrays.stream(ranks()).mapToDouble(value::applyAsDouble).sum(), queries);
  }
}
