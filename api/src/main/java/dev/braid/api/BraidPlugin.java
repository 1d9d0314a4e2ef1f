package dev.braid.api;

import java.util.List;

/**
 * The one entry of a jar with parts. Name the implementing class in {@code
 * META-INF/services/dev.braid.api.BraidPlugin} and override the methods for the kinds of part it
 * brings. The class needs a public constructor without arguments, which must not do any work.
 *
 * <p>Two parts of one kind may not share a type name; the built-in parts come through this
 * interface as well, so they cannot be replaced silently.
 */
public interface BraidPlugin {

  /** Sources of samples, named by {@code data: {type: ...}}. */
  default List<SourceFactory<?>> sources() {
    return List.of();
  }

  /** Readers, which turn a raw value into features, named by {@code inputs.*.reader}. */
  default List<ReaderFactory<?>> readers() {
    return List.of();
  }

  /** Augmentations of one modality, named by {@code inputs.*.augment}. */
  default List<AugmentationFactory<?>> augmentations() {
    return List.of();
  }

  /** Encoders of one modality, named by {@code inputs.*.encoder}. */
  default List<EncoderFactory<?>> encoders() {
    return List.of();
  }

  /** Fusion operators, named by {@code fusion}. */
  default List<FusionFactory<?>> fusions() {
    return List.of();
  }

  /** Tasks, named by {@code task}. */
  default List<TaskFactory<?>> tasks() {
    return List.of();
  }

  /** Optimizers, named by {@code training.optimizer}. */
  default List<OptimizerFactory<?>> optimizers() {
    return List.of();
  }

  /** Schedules of the learning rate, named by {@code training.schedule}. */
  default List<ScheduleFactory<?>> schedules() {
    return List.of();
  }

  /** Measures of predictions against the truth, named by {@code braid score}. */
  default List<MetricFactory<?>> metrics() {
    return List.of();
  }
}
