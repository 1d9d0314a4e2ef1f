package dev.braid.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a fusion operator, in the order of the spec, which is the order of concatenations
 * and directions.
 *
 * @param widths the width of each input's encoding, by input name
 */
public record FusionInputs(Map<String, Integer> widths) {

  /** Keeps the order of the given map. */
  public FusionInputs {
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }

  /** The names in order. */
  public List<String> names() {
    return List.copyOf(widths.keySet());
  }

  /** The width of one input. */
  public int width(String name) {
    Integer width = widths.get(name);
    if (width == null) {
      throw new IllegalArgumentException("no input '" + name + "' among " + widths.keySet());
    }
    return width;
  }

  /** The sum of all widths. */
  public int totalWidth() {
    return widths.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether all inputs have one width. */
  public boolean sameWidth() {
    return widths.values().stream().distinct().count() <= 1;
  }
}
