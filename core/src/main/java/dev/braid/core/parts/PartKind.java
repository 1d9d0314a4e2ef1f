package dev.braid.core.parts;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.MetricFactory;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.PartFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.SourceFactory;
import dev.braid.api.TaskFactory;
import dev.braid.core.schedule.Warmup;
import dev.braid.core.spec.OptionInfo;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of parts, in the order in which data passes them. */
public enum PartKind {
  /** Sources of samples. */
  SOURCE(SourceFactory.class, BraidPlugin::sources),
  /** Readers of raw values. */
  READER(ReaderFactory.class, BraidPlugin::readers),
  /** Augmentations of one modality. */
  AUGMENTATION(AugmentationFactory.class, BraidPlugin::augmentations),
  /** Encoders of one modality. */
  ENCODER(EncoderFactory.class, BraidPlugin::encoders),
  /** Fusion operators. */
  FUSION(FusionFactory.class, BraidPlugin::fusions),
  /** Tasks. */
  TASK(TaskFactory.class, BraidPlugin::tasks),
  /** Optimizers. */
  OPTIMIZER(OptimizerFactory.class, BraidPlugin::optimizers),
  /** Schedules of the learning rate. */
  SCHEDULE(ScheduleFactory.class, BraidPlugin::schedules),
  /** Measures of predictions, which no spec names. */
  METRIC(MetricFactory.class, BraidPlugin::metrics);

  private final Class<?> factory;
  private final Function<BraidPlugin, List<? extends PartFactory<?>>> parts;

  PartKind(Class<?> factory, Function<BraidPlugin, List<? extends PartFactory<?>>> parts) {
    this.factory = factory;
    this.parts = parts;
  }

  /** The parts of this kind that a plugin brings. */
  List<? extends PartFactory<?>> of(BraidPlugin plugin) {
    return parts.apply(plugin);
  }

  /** Whether a part is what its list promises; a list built with raw types may lie. */
  boolean accepts(PartFactory<?> part) {
    return factory.isInstance(part);
  }

  /** Whether a spec can name a part of this kind. */
  public boolean inSpecs() {
    return this != METRIC;
  }

  /** The record of options that every part of this kind has beside its own, or null. */
  public @Nullable Class<? extends Record> shared() {
    return this == SCHEDULE ? Warmup.class : null;
  }

  /** Its options. */
  public List<OptionInfo> sharedOptions() {
    Class<? extends Record> shared = shared();
    return shared == null ? List.of() : OptionInfo.of(shared);
  }

  /** The type of the part where a spec names none, or null where it must name one. */
  public @Nullable String byDefault() {
    return switch (this) {
      case OPTIMIZER -> "adam";
      case SCHEDULE -> "constant";
      default -> null;
    };
  }

  /** As messages name one: {@code an encoder}. */
  public String one() {
    return ("aeiou".indexOf(label().charAt(0)) < 0 ? "a " : "an ") + label();
  }

  /** As messages name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
