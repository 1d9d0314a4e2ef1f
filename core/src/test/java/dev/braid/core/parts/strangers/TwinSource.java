package dev.braid.core.parts.strangers;

import dev.braid.api.SourceFactory;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;

/** A source without options. */
public final class TwinSource implements SourceFactory<TwinSource.None> {

  /** No options. */
  public record None() {}

  @Override
  public String type() {
    return "twin";
  }

  @Override
  public String description() {
    return "a twin";
  }

  @Override
  public Class<None> options() {
    return None.class;
  }

  @Override
  public Splits open(None options, SourceContext context) {
    throw new UnsupportedOperationException();
  }
}
