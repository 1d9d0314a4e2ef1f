package dev.braid.core.experiment;

import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.Maker;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is right, named as the task names its predictions: only so can the two be compared.
 *
 * @param column that the task predicts, or null if there is none, or several
 * @param columns all that it predicts
 */
record TargetLabels(@Nullable String column, List<String> columns, Task task) {

  private static final Set<String> OPTIONS = Set.of("target", "targets");

  static TargetLabels of(CheckedSpec spec, Task task) {
    List<String> columns =
        Maker.columns(spec.task()).stream()
            .filter(column -> OPTIONS.contains(column.option()))
            .map(column -> column.name())
            .toList();
    return new TargetLabels(Pipeline.target(spec), columns, task);
  }

  /** The label of a sample, or null where it has no target or one that no label is right for. */
  @Nullable String of(Sample sample) {
    Object target = column == null ? null : sample.value(column);
    return target == null ? null : task.label(target);
  }

  /** The targets of a sample as the data have them, for people; null where it has none. */
  @Nullable String text(Sample sample) {
    String text =
        columns.stream()
            .filter(name -> sample.value(name) != null)
            .map(name -> (columns.size() == 1 ? "" : name + "=") + sample.value(name))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? null : text;
  }
}
