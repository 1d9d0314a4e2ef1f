package dev.braid.core.train.balance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Passage;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Pass;
import dev.braid.core.engine.GradMode;
import dev.braid.core.train.Evaluator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures every head of a model over samples, without gradients. */
final class HeadEvaluator {

  private final BraidModel model;
  private final Task task;
  private final Batches batches;
  private final int size;

  /** With a batch size, which decides the order of sums. */
  HeadEvaluator(BraidModel model, Task task, Batches batches, int size) {
    this.model = model;
    this.task = task;
    this.batches = batches;
    this.size = size;
  }

  /**
   * What heads come to.
   *
   * @param losses by head: the mean over the samples that have its input
   * @param measures of the task's primary metric, by head
   */
  record Result(Map<String, Double> losses, Map<String, Double> measures) {}

  /**
   * Over samples of a split; those that cannot be read are left out where the run skips them.
   *
   * @param split they are of, such as {@code validation}
   */
  Result run(List<Sample> samples, String split) throws BadDataException {
    GradMode.off();
    Map<String, Tally> tallies = new LinkedHashMap<>();
    int batch = 0;
    Batches.Stream stream = batches.of(Pass.of(samples, size).skipping(batches.broken(split)));
    for (HostBatch next = stream.next(); next != null; next = stream.next()) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDList targets = task.targets(next.samples(), false, manager);
        long choices = Evaluator.choices(batch++);
        Passage pass = model.pass(next, manager, false, targets, choices);
        NDArray loss = task.loss(pass.outputs(), targets);
        add(tallies, Heads.FUSED, new Judgement(next.samples(), pass.outputs(), targets, loss));
        Judgement.of(model, task, next.samples(), pass, targets, false, false, manager, choices)
            .forEach((input, judgement) -> add(tallies, Heads.of(input), judgement));
      }
    }
    Map<String, Double> losses = new LinkedHashMap<>();
    Map<String, Double> measures = new LinkedHashMap<>();
    tallies.forEach(
        (head, tally) -> {
          losses.put(head, tally.losses / tally.samples);
          Double measure = tally.evaluation.result().get(task.primaryMetric());
          if (measure != null) {
            measures.put(head, measure);
          }
        });
    return new Result(losses, measures);
  }

  private void add(Map<String, Tally> tallies, String head, Judgement judgement) {
    double loss = judgement.loss().toType(DataType.FLOAT32, false).getFloat();
    tallies.computeIfAbsent(head, name -> new Tally(task.evaluation())).add(judgement, loss);
  }

  private static final class Tally {
    private final Evaluation evaluation;
    private double losses;
    private long samples;

    Tally(Evaluation evaluation) {
      this.evaluation = evaluation;
    }

    void add(Judgement judgement, double loss) {
      evaluation.add(judgement.outputs(), judgement.targets(), judgement.samples(), loss);
      losses += loss * judgement.samples().size();
      samples += judgement.samples().size();
    }
  }
}
