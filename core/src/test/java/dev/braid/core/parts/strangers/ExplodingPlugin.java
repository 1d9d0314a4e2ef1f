package dev.braid.core.parts.strangers;

import dev.braid.api.BraidPlugin;

/** Cannot be initialised. */
public final class ExplodingPlugin implements BraidPlugin {
  static final Object LICENCE = find();

  private static Object find() {
    throw new IllegalStateException("no licence");
  }
}
