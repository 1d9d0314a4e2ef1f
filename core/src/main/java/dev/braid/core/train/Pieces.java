package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pieces of training that have a state, by name. Their arrays stand in a checkpoint as {@code
 * <piece>.<array>}, their values under the piece's name.
 */
final class Pieces {

  private final Map<String, Resumable> pieces = new LinkedHashMap<>();

  void add(String name, Resumable piece) {
    if (name.contains(".") || pieces.putIfAbsent(name, piece) != null) {
      throw new IllegalArgumentException("no name for a piece of training: " + name);
    }
  }

  Map<String, NDArray> arrays() {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    pieces.forEach(
        (name, piece) ->
            piece.arrays().forEach((array, values) -> arrays.put(name + "." + array, values)));
    return arrays;
  }

  Map<String, Map<String, Object>> values() {
    Map<String, Map<String, Object>> values = new LinkedHashMap<>();
    pieces.forEach((name, piece) -> values.put(name, piece.values()));
    return values;
  }

  /**
   * Gives every piece what a checkpoint has of it.
   *
   * @throws IOException if a piece cannot go on from that
   */
  void restore(Map<String, NDArray> arrays, Map<String, Map<String, Object>> values)
      throws IOException {
    for (Map.Entry<String, Resumable> entry : pieces.entrySet()) {
      Map<String, NDArray> own = new LinkedHashMap<>();
      String begin = entry.getKey() + ".";
      arrays.forEach(
          (name, array) -> {
            if (name.startsWith(begin)) {
              own.put(name.substring(begin.length()), array);
            }
          });
      try {
        entry.getValue().restore(own, values.getOrDefault(entry.getKey(), Map.of()));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "the checkpoint does not fit the run's spec.yaml (%s: %s); train again"
                .formatted(entry.getKey(), e.getMessage()),
            e);
      }
    }
  }
}
