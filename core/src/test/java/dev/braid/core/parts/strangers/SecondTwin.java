package dev.braid.core.parts.strangers;

import dev.braid.api.BraidPlugin;
import dev.braid.api.SourceFactory;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import java.util.List;

/** Brings a source of the same name. */
public final class SecondTwin implements BraidPlugin {
  @Override
  public List<SourceFactory<?>> sources() {
    return List.of(new Source());
  }

  /** The other twin. */
  public static final class Source implements SourceFactory<TwinSource.None> {
    @Override
    public String type() {
      return "twin";
    }

    @Override
    public String description() {
      return "the other twin";
    }

    @Override
    public Class<TwinSource.None> options() {
      return TwinSource.None.class;
    }

    @Override
    public Splits open(TwinSource.None options, SourceContext context) {
      throw new UnsupportedOperationException();
    }
  }
}
