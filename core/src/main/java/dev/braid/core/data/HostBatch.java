package dev.braid.core.data;

import dev.braid.api.data.Feature;
import dev.braid.api.data.Sample;
import java.util.List;
import java.util.Map;

/**
 * A batch on the host: its samples, and for each input the distinct values among them. A picture
 * with several questions is read and encoded once a batch. A value that is changed at random for
 * each sample is distinct for each.
 */
public record HostBatch(List<Sample> samples, Map<String, Column> inputs) {

  /**
   * One input of a batch.
   *
   * @param distinct the features of the distinct values; never empty: where every sample lacks the
   *     input it holds a single null
   * @param index for each sample the place of its value in {@code distinct}, or -1 where it lacks
   *     it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Column(
      List<? extends @org.jspecify.annotations.Nullable Feature> distinct, int[] index) {

    /** Whether every sample has a value of its own, in order. */
    public boolean plain() {
      for (int i = 0; i < index.length; i++) {
        if (index[i] != i) {
          return false;
        }
      }
      return distinct.size() == index.length;
    }
  }
}
