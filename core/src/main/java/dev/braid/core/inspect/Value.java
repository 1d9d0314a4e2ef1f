package dev.braid.core.inspect;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a value that was read.
 *
 * @param print null where its file cannot be read
 * @param measure null where it cannot be read
 * @param fault why it cannot be read, or null
 */
record Value(@Nullable Print print, @Nullable Measure measure, @Nullable String fault) {

  /**
   * The sizes of a value.
   *
   * @param original before the reader fitted it to its limits
   * @param read as the model gets it
   * @param cut whether something of it was cut off
   * @param ids how many ids it has
   * @param unknown how many of them are unknown
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Measure(long[] original, long[] read, boolean cut, int ids, int unknown) {}

  /** Reads each different value of a column once, in as many threads as there are processors. */
  static Map<Object, Value> all(
      Reader reader, Collection<? extends List<Sample>> splits, String column) {
    Set<Object> distinct = new LinkedHashSet<>();
    for (List<Sample> samples : splits) {
      for (Sample sample : samples) {
        Object value = sample.value(column);
        if (value != null) {
          distinct.add(value);
        }
      }
    }
    Map<Object, Value> values = new ConcurrentHashMap<>();
    distinct.parallelStream().forEach(value -> values.put(value, of(reader, value)));
    return values;
  }

  private static Value of(Reader reader, Object value) {
    Print print = null;
    try {
      print = Print.of(value);
    } catch (IOException e) {
      // The reader says what is wrong with the file.
    }
    try {
      Feature feature = reader.read(value);
      long[] original = reader.original(value, feature);
      return new Value(print, measure(reader, feature, original), null);
    } catch (BadDataException e) {
      return new Value(print, null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static Measure measure(Reader reader, Feature feature, long[] original) {
    long[] read = feature.dimensions();
    Shape declared = reader.features().shape();
    boolean cut =
        IntStream.range(0, Math.min(read.length, declared.dimension()))
            .anyMatch(d -> declared.get(d) < 0 && original[d] > read[d]);
    int ids = 0;
    int unknown = 0;
    if (feature instanceof Feature.Ids words) {
      Integer id = reader.special().unknown();
      ids = words.values().length;
      for (int word : words.values()) {
        unknown += id != null && word == id ? 1 : 0;
      }
    }
    return new Measure(original, read, cut, ids, unknown);
  }
}
