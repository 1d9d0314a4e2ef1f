package dev.braid.tasks.retrieval;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Form;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.Sides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The task {@code retrieval}: see {@link Options}. */
public final class RetrievalTask implements TaskFactory<RetrievalTask.Options> {

  /** Options of {@code retrieval}. */
  public record Options(
      @Option(
              value =
                  "inputs that are asked with; left out, what target leaves, or the first of two",
              byDefault = "[]")
          List<String> query,
      @Option(value = "inputs that are looked for; left out, what query leaves", byDefault = "[]")
          List<String> target,
      @Option("column whose equal values make samples belong together, besides equal inputs")
          @Nullable String key,
      @Option(value = "width of the embeddings", byDefault = "128", min = 1, max = 65536) int width,
      @Option(value = "what draws pairs together", byDefault = "info-nce") ContrastiveLoss loss,
      @Option(value = "margin of the triplet loss, in cosine", byDefault = "0.2", min = 0, max = 2)
          double margin,
      @Option(
              value = "temperature at the start, for the other losses",
              byDefault = "0.07",
              min = 0.01,
              max = 100)
          double temperature,
      @Option(value = "learn the temperature", byDefault = "true") boolean learnTemperature,
      @Option(
              value = "targets of earlier batches that are further negatives; 0 for none",
              byDefault = "0",
              min = 0,
              max = 1e6)
          int queue,
      @Option(
              value = "measure of the best checkpoint: mrr, map, recall@1, recall@5 or recall@10",
              byDefault = "mrr")
          String metric) {}

  @Override
  public String type() {
    return "retrieval";
  }

  @Override
  public String description() {
    return "find what belongs to a query, and the query that belongs to it: embeddings of two"
        + " sides";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (!RetrievalEvaluation.MEANS.contains(options.metric())) {
      problems.add(
          "metric",
          "'%s' is none of %s"
              .formatted(options.metric(), String.join(", ", RetrievalEvaluation.MEANS)));
    }
  }

  @Override
  public List<Column> columns(Options options) {
    return options.key() == null ? List.of() : List.of(new Column("key", options.key()));
  }

  /** A side of several inputs is fused, one of a single input is taken as it is. */
  @Override
  public Intake intake(Options options, List<String> inputs, Problems problems) {
    Sides.check(options.query(), options.target(), inputs, "query", "target", problems);
    Sides sides = Sides.of(options.query(), options.target(), inputs);
    if (sides.query().size() > 1 && sides.target().size() > 1) {
      problems.add(
          "target", "both sides have several inputs, and one fusion can join those of one side");
    }
    List<List<String>> both = List.of(sides.query(), sides.target());
    Intake intake =
        Intake.fusing(both.stream().filter(side -> side.size() > 1).findFirst().orElse(List.of()));
    for (List<String> side : both) {
      if (side.size() == 1) {
        intake = intake.with(side.get(0), Form.POOLED);
      }
    }
    return intake;
  }

  @Override
  public Task create(Options options, TaskContext context) {
    Sides sides =
        Sides.of(options.query(), options.target(), List.copyOf(context.inputs().keySet()));
    return new DualEncoder(options, sides, Belonging.of(sides, context, options.key()));
  }
}
