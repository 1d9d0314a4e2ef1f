package dev.braid.core.experiment;

import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import org.jspecify.annotations.Nullable;

/**
 * What is right, named as the task names its predictions: only so can the two be compared.
 *
 * @param column that the task predicts, or null if there is none
 */
record TargetLabels(@Nullable String column, Task task) {

  static TargetLabels of(CheckedSpec spec, Task task) {
    return new TargetLabels(Pipeline.target(spec), task);
  }

  /** The label of a sample, or null where it has no target. */
  @Nullable String of(Sample sample) {
    Object target = column == null ? null : sample.value(column);
    return target == null ? null : task.label(target);
  }
}
