package dev.braid.core.data;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A batch on the host: its samples, and for each input the distinct values among them. A picture
 * with several questions is read and encoded once a batch.
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

  /**
   * Reads the features of a batch.
   *
   * @param columns by input name, the column of the data
   * @param removal takes inputs away; what it takes is not read
   * @throws BadDataException naming the sample
   */
  static HostBatch read(
      List<Sample> samples,
      Map<String, String> columns,
      Map<String, FeatureCache> caches,
      Removal removal)
      throws BadDataException {
    List<Set<String>> removed =
        samples.stream().map(sample -> removal.from(sample, present(sample, columns))).toList();
    Map<String, Column> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : columns.entrySet()) {
      FeatureCache cache = caches.get(entry.getKey());
      if (cache == null) {
        throw new IllegalArgumentException("no reader for input '" + entry.getKey() + "'");
      }
      inputs.put(entry.getKey(), column(samples, removed, entry.getKey(), entry.getValue(), cache));
    }
    return new HostBatch(samples, inputs);
  }

  private static Set<String> present(Sample sample, Map<String, String> columns) {
    Set<String> present = new LinkedHashSet<>();
    columns.forEach(
        (input, column) -> {
          if (sample.value(column) != null) {
            present.add(input);
          }
        });
    return present;
  }

  private static Column column(
      List<Sample> samples,
      List<Set<String>> removed,
      String input,
      String column,
      FeatureCache cache)
      throws BadDataException {
    Map<Object, Integer> places = new LinkedHashMap<>();
    List<@org.jspecify.annotations.Nullable Feature> distinct = new ArrayList<>();
    int[] index = new int[samples.size()];
    for (int i = 0; i < index.length; i++) {
      Object value = samples.get(i).value(column);
      if (value == null || removed.get(i).contains(input)) {
        index[i] = -1;
        continue;
      }
      Integer place = places.get(value);
      if (place == null) {
        place = distinct.size();
        places.put(value, place);
        try {
          distinct.add(cache.read(value));
        } catch (BadDataException e) {
          throw new BadDataException(
              samples.get(i).id() + ", input '" + input + "': " + e.getMessage(), e);
        }
      }
      index[i] = place;
    }
    if (distinct.isEmpty()) {
      distinct.add(null);
    }
    return new Column(distinct, index);
  }
}
