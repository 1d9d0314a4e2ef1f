package dev.braid.tasks;

import dev.braid.api.BraidPlugin;
import dev.braid.api.MetricFactory;
import dev.braid.api.TaskFactory;
import dev.braid.tasks.classification.ClassificationTask;
import dev.braid.tasks.matching.MatchingTask;
import dev.braid.tasks.pretraining.PretrainingTask;
import dev.braid.tasks.qa.QaTask;
import dev.braid.tasks.regression.RegressionTask;
import dev.braid.tasks.retrieval.RetrievalTask;
import dev.braid.tasks.score.BinaryInput;
import dev.braid.tasks.score.CalibrationInput;
import dev.braid.tasks.score.CaptionInput;
import dev.braid.tasks.score.ClassificationInput;
import dev.braid.tasks.score.MultilabelInput;
import dev.braid.tasks.score.OrdinalInput;
import dev.braid.tasks.score.RankCorrelationInput;
import dev.braid.tasks.score.RegressionInput;
import dev.braid.tasks.score.RetrievalInput;
import dev.braid.tasks.score.SummaryInput;
import dev.braid.tasks.score.VqaAccuracyInput;
import dev.braid.tasks.score.VqaNormaliseInput;
import dev.braid.tasks.summarization.SummarizationTask;
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
        new SummarizationTask(),
        new PretrainingTask());
  }

  @Override
  public List<MetricFactory<?>> metrics() {
    return List.of(
        ClassificationInput.metric(),
        MultilabelInput.metric(),
        OrdinalInput.metric(),
        RegressionInput.metric(),
        BinaryInput.metric(),
        CalibrationInput.metric(),
        VqaAccuracyInput.metric(),
        VqaNormaliseInput.metric(),
        RetrievalInput.metric(),
        CaptionInput.bleu(),
        CaptionInput.rougeL(),
        CaptionInput.ciderD(),
        SummaryInput.metric(),
        RankCorrelationInput.metric());
  }
}
