package dev.braid.api;

import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a task: what is learned from the fused encoding, how it is measured and decoded. */
public interface TaskFactory<O extends Record> extends PartFactory<O> {

  /** The columns of the data that it needs besides the inputs', such as the answer. */
  List<Column> columns(O options);

  /**
   * The same options with a loss in which every class counts as much in sum, {@code n / (classes *
   * n_c)} a sample. Null where samples have no class; then {@link Task#classOf} is not asked.
   */
  default @Nullable O balanced(O options) {
    return null;
  }

  /**
   * What the task takes from the model; problems, such as an option that names an input there is
   * not, are reported, not thrown. By default all inputs as one encoding.
   *
   * @param inputs the names of the spec's inputs, in order
   */
  default Intake intake(O options, List<String> inputs, Problems problems) {
    return Intake.fusing(inputs);
  }

  /** A task that has learned nothing yet. */
  Task create(O options, TaskContext context);

  /**
   * A column that a task reads.
   *
   * @param option the option that names it, for messages
   * @param name the column's name
   */
  record Column(String option, String name) {}
}
