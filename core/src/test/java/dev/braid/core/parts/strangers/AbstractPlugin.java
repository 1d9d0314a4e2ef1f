package dev.braid.core.parts.strangers;

import dev.braid.api.BraidPlugin;

/** Cannot be made. */
public abstract class AbstractPlugin implements BraidPlugin {
  /** Public, yet of an abstract class. */
  public AbstractPlugin() {}
}
