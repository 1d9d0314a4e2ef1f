package dev.braid.core.parts.strangers;

import dev.braid.api.BraidPlugin;
import dev.braid.api.SourceFactory;
import java.util.List;

/** Needs a library that is not there. */
public final class LeaningPlugin implements BraidPlugin {
  @Override
  public List<SourceFactory<?>> sources() {
    return MissingLibrary.give();
  }
}
