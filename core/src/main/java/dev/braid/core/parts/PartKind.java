package dev.braid.core.parts;

import dev.braid.api.BraidPlugin;
import dev.braid.api.PartFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The kinds of parts, in the order in which data passes them. */
public enum PartKind {
  /** Sources of samples. */
  SOURCE(BraidPlugin::sources),
  /** Readers of raw values. */
  READER(BraidPlugin::readers),
  /** Encoders of one modality. */
  ENCODER(BraidPlugin::encoders),
  /** Fusion operators. */
  FUSION(BraidPlugin::fusions),
  /** Tasks. */
  TASK(BraidPlugin::tasks),
  /** Optimizers. */
  OPTIMIZER(BraidPlugin::optimizers);

  private final Function<BraidPlugin, List<? extends PartFactory<?>>> parts;

  PartKind(Function<BraidPlugin, List<? extends PartFactory<?>>> parts) {
    this.parts = parts;
  }

  /** The parts of this kind that a plugin brings. */
  List<? extends PartFactory<?>> of(BraidPlugin plugin) {
    return parts.apply(plugin);
  }

  /** As messages name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
