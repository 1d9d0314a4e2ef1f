package dev.braid.tasks;

import dev.braid.api.BraidPlugin;
import dev.braid.api.TaskFactory;
import dev.braid.tasks.classification.ClassificationTask;
import dev.braid.tasks.matching.MatchingTask;
import dev.braid.tasks.pretraining.PretrainingTask;
import dev.braid.tasks.qa.QaTask;
import dev.braid.tasks.regression.RegressionTask;
import dev.braid.tasks.retrieval.RetrievalTask;
import java.util.List;

/** The built-in tasks and measures. */
public final class TasksPlugin implements BraidPlugin {

  @Override
  public List<TaskFactory<?>> tasks() {
    return List.of(
        new QaTask(),
        new ClassificationTask(),
        new RegressionTask(),
        new RetrievalTask(),
        new MatchingTask(),
        new PretrainingTask());
  }
}
