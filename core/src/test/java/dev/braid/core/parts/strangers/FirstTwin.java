package dev.braid.core.parts.strangers;

import dev.braid.api.BraidPlugin;
import dev.braid.api.SourceFactory;
import java.util.List;

/** Brings a source. */
public final class FirstTwin implements BraidPlugin {
  @Override
  public List<SourceFactory<?>> sources() {
    return List.of(new TwinSource());
  }
}
