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
import org.jspecify.annotations.Nullable;

/**
 * Reads the features of a batch, each distinct value once, and changes them where a pass augments.
 *
 * @param columns by input name, the column of the data
 * @param features by input name
 * @param removal takes inputs away; what it takes is not read
 * @param skip whether a sample that cannot be read is left out
 */
record BatchReader(
    Map<String, String> columns,
    Map<String, ? extends Features> features,
    Removal removal,
    Augment augment,
    boolean skip) {

  /**
   * A batch.
   *
   * @param taken how many samples of the order it stands for, broken ones counted
   */
  record Result(HostBatch batch, List<BrokenSample> broken, int taken) {}

  /**
   * Reads a batch.
   *
   * @param rounds for each sample, how often it was in the pass before
   * @throws BadDataException naming the sample
   */
  Result read(List<Sample> samples, int[] rounds) throws BadDataException {
    Map<String, Column> inputs = new LinkedHashMap<>();
    columns.keySet().forEach(input -> inputs.put(input, new Column()));
    List<Sample> kept = new ArrayList<>();
    List<BrokenSample> broken = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      BrokenSample fault = read(sample, rounds[i], inputs);
      if (fault == null) {
        inputs.values().forEach(Column::keep);
        kept.add(sample);
      } else {
        broken.add(fault);
      }
    }
    Map<String, HostBatch.Column> whole = new LinkedHashMap<>();
    inputs.forEach((input, column) -> whole.put(input, column.whole()));
    return new Result(new HostBatch(kept, whole), broken, samples.size());
  }

  private @Nullable BrokenSample read(Sample sample, int round, Map<String, Column> inputs)
      throws BadDataException {
    Set<String> removed = removal.from(sample, present(sample));
    for (Map.Entry<String, Column> entry : inputs.entrySet()) {
      String input = entry.getKey();
      Column column = entry.getValue();
      Object value = sample.value(columns.getOrDefault(input, input));
      if (value == null || removed.contains(input)) {
        column.read(null, null);
        continue;
      }
      Object key = augment.key(input, sample, value, round);
      try {
        Feature known = column.known(key);
        column.read(
            key,
            known != null
                ? known
                : augment.apply(input, sample, value, round, features(input).read(value)));
      } catch (BadDataException e) {
        if (!skip) {
          throw new BadDataException(sample.id() + ", input '" + input + "': " + e.getMessage(), e);
        }
        return new BrokenSample(sample.id(), input, "input '" + input + "': " + e.getMessage());
      }
    }
    return null;
  }

  private Features features(String input) {
    Features source = features.get(input);
    if (source == null) {
      throw new IllegalArgumentException("no reader for input '" + input + "'");
    }
    return source;
  }

  private Set<String> present(Sample sample) {
    Set<String> present = new LinkedHashSet<>();
    columns.forEach(
        (input, column) -> {
          if (sample.value(column) != null) {
            present.add(input);
          }
        });
    return present;
  }

  /** One input while it is read: what the sample at hand has is kept once all of it was read. */
  private static final class Column {
    private final Map<Object, Integer> places = new LinkedHashMap<>();
    private final List<@Nullable Feature> distinct = new ArrayList<>();
    private final List<Integer> index = new ArrayList<>();
    private @Nullable Object key;
    private @Nullable Feature feature;

    @Nullable Feature known(Object wanted) {
      Integer place = places.get(wanted);
      return place == null ? null : distinct.get(place);
    }

    void read(@Nullable Object newKey, @Nullable Feature newFeature) {
      key = newKey;
      feature = newFeature;
    }

    void keep() {
      if (key == null) {
        index.add(-1);
        return;
      }
      Integer place = places.putIfAbsent(key, distinct.size());
      if (place == null) {
        index.add(distinct.size());
        distinct.add(feature);
      } else {
        index.add(place);
      }
    }

    HostBatch.Column whole() {
      if (distinct.isEmpty()) {
        distinct.add(null);
      }
      return new HostBatch.Column(distinct, index.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
