package dev.braid.core.parts;

import dev.braid.api.PartFactory;

/**
 * A part and where it came from.
 *
 * @param location the jar or folder of the class
 */
public record CatalogEntry(PartKind kind, PartFactory<?> factory, String location) {

  /** {@code class name (jar)}. */
  String origin() {
    return factory.getClass().getName() + " (" + location + ")";
  }
}
