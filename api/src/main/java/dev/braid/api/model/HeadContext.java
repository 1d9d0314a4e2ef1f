package dev.braid.api.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a head is built for.
 *
 * @param fusion what the fusion operator yields, or null where the task fuses nothing
 * @param widths of the inputs' own encodings, for those that {@link Intake#alone()} names
 */
public record HeadContext(@Nullable EncodingSpec fusion, Map<String, Integer> widths) {

  /** A head on the fused encoding alone. */
  public static HeadContext of(EncodingSpec fused) {
    return new HeadContext(fused, Map.of());
  }

  /** Keeps a copy. */
  public HeadContext {
    widths = Map.copyOf(widths);
  }

  /** What the fusion operator yields, for a task that has one. */
  public EncodingSpec fused() {
    if (fusion == null) {
      throw new IllegalStateException("nothing is fused; the task's intake must ask for it");
    }
    return fusion;
  }

  /** The width of an input's own encoding. */
  public int width(String input) {
    Integer width = widths.get(input);
    if (width == null) {
      throw new IllegalStateException(
          "input '" + input + "' is not taken alone; the task's intake must ask for it");
    }
    return width;
  }
}
