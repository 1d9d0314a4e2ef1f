package dev.braid.tasks;

import dev.braid.api.BraidPlugin;
import dev.braid.api.TaskFactory;
import dev.braid.tasks.pretraining.PretrainingTask;
import dev.braid.tasks.qa.QaTask;
import java.util.List;

/** The built-in tasks. */
public final class TasksPlugin implements BraidPlugin {

  @Override
  public List<TaskFactory<?>> tasks() {
    return List.of(new PretrainingTask(), new QaTask());
  }
}
