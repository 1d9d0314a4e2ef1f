package dev.braid.core.train.balance;

import ai.djl.ndarray.types.DataType;
import dev.braid.api.data.BadDataException;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.train.Evaluator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures every head of a model over samples that are being measured anyway. */
public final class HeadTally implements Evaluator.Watch {

  private final BraidModel model;
  private final Task task;
  private final Map<String, Sum> losses = new LinkedHashMap<>();
  private final Map<String, Evaluation> evaluations = new LinkedHashMap<>();

  HeadTally(BraidModel model, Task task) {
    this.model = model;
    this.task = task;
  }

  @Override
  public void see(Evaluator.Seen batch) throws BadDataException {
    sum(Heads.FUSED).add(batch.loss(), batch.samples().size());
    Judgement.of(
            model,
            task,
            batch.samples(),
            batch.pass(),
            batch.targets(),
            false,
            false,
            batch.manager(),
            batch.choices())
        .forEach((input, judgement) -> add(Heads.of(input), judgement));
  }

  private void add(String head, Judgement judgement) {
    double loss = judgement.loss().toType(DataType.FLOAT32, false).getFloat();
    sum(head).add(loss, judgement.samples().size());
    evaluations
        .computeIfAbsent(head, name -> task.evaluation())
        .add(judgement.outputs(), judgement.targets(), judgement.samples(), loss);
  }

  private Sum sum(String head) {
    return losses.computeIfAbsent(head, name -> new Sum());
  }

  /** By head, the task's among them: the mean over the samples that have its input. */
  Map<String, Double> losses() {
    Map<String, Double> means = new LinkedHashMap<>();
    losses.forEach((head, sum) -> means.put(head, sum.losses / sum.samples));
    return means;
  }

  /** The task's primary metric by head, those of inputs only. */
  Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    evaluations.forEach(
        (head, evaluation) -> {
          Double measure = evaluation.result().get(task.primaryMetric());
          if (measure != null) {
            measures.put(head, measure);
          }
        });
    return measures;
  }

  private static final class Sum {
    private double losses;
    private long samples;

    void add(double loss, int size) {
      losses += loss * size;
      samples += size;
    }
  }
}
