package dev.braid.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.Sample;
import dev.braid.tasks.generation.Decoding;
import dev.braid.tasks.generation.Words;
import dev.braid.tasks.summarization.Form;
import dev.braid.tasks.summarization.FrameLoss;
import dev.braid.tasks.summarization.Measure;
import dev.braid.tasks.summarization.SummarizationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/** The task {@code summarization} in both forms under the contract of every task. */
class BuiltInSummarizationTest {

  private static final Decoding BEAM = new Decoding(Decoding.Method.BEAM, 3, 0.6, 2, 1, null, 1);

  private static SummarizationTask.Options summarization(
      String target, Form form, Measure metric, @Nullable String frames, @Nullable String users) {
    return new SummarizationTask.Options(
        target,
        form,
        metric,
        8,
        2,
        1,
        12,
        0.2,
        0.1,
        5,
        new Words.Options(true, 1, null),
        BEAM,
        frames,
        FrameLoss.BCE,
        users,
        null,
        0.4,
        new SummarizationTask.Shots(1, 1, 3));
  }

  private static List<Sample> summaries(Object... summaries) {
    List<Sample> samples = new ArrayList<>();
    for (Object summary : summaries) {
      String id = "samples.jsonl:" + (samples.size() + 1);
      samples.add(new Sample(id, Map.of("summary", summary)));
    }
    return samples;
  }

  abstract static class Summarization extends TaskContract<SummarizationTask.Options> {
    @Override
    protected TaskFactory<SummarizationTask.Options> factory() {
      return new SummarizationTask();
    }

    @Override
    protected boolean chooses() {
      return false;
    }
  }

  @Nested
  class SummarizationText extends Summarization {
    @Override
    protected SummarizationTask.Options options() {
      return summarization("summary", Form.TEXT, Measure.ROUGE_L, null, null);
    }

    @Override
    protected List<Sample> train() {
      return summaries(
          "A red circle.",
          "a blue square",
          "red",
          List.of("a red square", "a square"),
          "a blue circle",
          "blue circle red");
    }

    @Override
    protected List<Sample> test() {
      return summaries(List.of("a green circle", "circle"), "blue", "a red a");
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      NDArray first = targets.get(0).get(":, 0, 1:");
      long samples = first.getShape().get(0);
      NDArray words = first.mul(first.neq(Words.END).toType(DataType.INT64, false));
      return new NDList(
          targets.get(0).get("..., 1:").oneHot(9).mul(5),
          words.expandDims(1),
          manager.ones(new Shape(samples, 1)));
    }
  }

  @Nested
  class SummarizationKeyFrames extends Summarization {
    private Sample scored(int line, List<Number> scores, List<Integer> user) {
      return new Sample("samples.jsonl:" + line, Map.of("scores", scores, "users", List.of(user)));
    }

    @Override
    protected SummarizationTask.Options options() {
      return summarization("scores", Form.KEY_FRAMES, Measure.KENDALL, "first", "users");
    }

    @Override
    protected List<Sample> train() {
      return List.of(
          scored(1, List.of(1, 3, 5), List.of(0, 0, 1)),
          scored(2, List.of(5, 1, 2), List.of(1, 0, 0)),
          scored(3, List.of(2, 2, 4), List.of(0, 0, 0, 0, 1, 1)),
          scored(4, List.of(4, 3, 1), List.of(1, 0, 0)),
          scored(5, List.of(1, 5, 1), List.of(0, 1, 0)),
          scored(6, List.of(3, 4, 5), List.of(0, 1, 1)));
    }

    @Override
    protected List<Sample> test() {
      return List.of(
          scored(1, List.of(9), List.of(1)),
          scored(2, List.of(0.5, 2, 3, 1, 7), List.of(0, 1, 0, 0, 1)));
    }

    @Override
    protected NDList perfect(NDList targets, NDManager manager) {
      float[] scores = targets.get(0).toFloatArray();
      for (int i = 0; i < scores.length; i++) {
        double score = Math.max(0.01, Math.min(0.99, scores[i]));
        scores[i] = (float) Math.log(score / (1 - score));
      }
      Shape shape = targets.get(0).getShape();
      return new NDList(
          manager.create(scores, shape),
          manager.ones(shape),
          manager.zeros(new Shape(shape.get(0), shape.get(1), 6)));
    }
  }
}
