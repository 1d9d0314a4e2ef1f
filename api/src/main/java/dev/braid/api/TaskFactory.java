package dev.braid.api;

import dev.braid.api.model.Task;
import java.util.List;

/** Makes a task: what is learned from the fused encoding, how it is measured and decoded. */
public interface TaskFactory<O extends Record> extends PartFactory<O> {

  /** The columns of the data that it needs besides the inputs', such as the answer. */
  List<Column> columns(O options);

  /** A task that has learned nothing yet. */
  Task create(O options);

  /**
   * A column that a task reads.
   *
   * @param option the option that names it, for messages
   * @param name the column's name
   */
  record Column(String option, String name) {}
}
