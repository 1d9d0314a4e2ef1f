package dev.braid.core.compare;

import dev.braid.core.spec.Node;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecWriter;

/** A key of the spec with the value that a variant gives it. */
record Change(String key, Node value, Position position) {

  /** As {@code braid train} takes it: {@code fusion=concat}. */
  @Override
  public String toString() {
    return key + "=" + SpecWriter.flow(value);
  }
}
