package dev.braid.tasks.matching;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Form;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.contrastive.Belonging;
import dev.braid.tasks.contrastive.Sides;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The task {@code matching}: see {@link Options}. */
public final class MatchingTask implements TaskFactory<MatchingTask.Options> {

  /** Options of {@code matching}. */
  public record Options(
      @Option(
              "column that says whether the inputs belong together, true or false; left out, they"
                  + " all do")
          @Nullable String target,
      @Option(
              value = "inputs of one side; left out, what candidate leaves, or the first of two",
              byDefault = "[]")
          List<String> query,
      @Option(value = "inputs of the other side; left out, what query leaves", byDefault = "[]")
          List<String> candidate,
      @Option("column whose equal values make samples belong together, besides equal inputs")
          @Nullable String key,
      @Option(
              value = "without target: how the sides that do not belong together are chosen",
              byDefault = "hard")
          Negatives negatives,
      @Option(
              value = "with hard negatives: weight of the contrastive loss that finds them",
              byDefault = "1",
              min = 0.001,
              max = 1000)
          double contrastive,
      @Option(
              value = "with hard negatives: width of the embeddings that find them",
              byDefault = "128",
              min = 1,
              max = 65536)
          int width,
      @Option(
              value = "widths of the head's hidden layers; [] is a linear read-out",
              byDefault = "[256]",
              min = 1,
              max = 65536)
          List<Integer> hidden,
      @Option(value = "function after each hidden layer", byDefault = "relu")
          Nonlinearity activation,
      @Option(value = "dropout after each hidden layer", byDefault = "0", min = 0, max = 0.95)
          double dropout) {

    /** Whether samples say nothing and negatives are made of them. */
    boolean pairs() {
      return target == null;
    }

    /** Whether the head has embeddings to find hard negatives by. */
    boolean embeds() {
      return pairs() && negatives == Negatives.HARD;
    }
  }

  @Override
  public String type() {
    return "matching";
  }

  @Override
  public String description() {
    return "tell whether two sides belong together, such as a text and a picture; one logit";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.hidden().isEmpty() && options.dropout() > 0) {
      problems.add("dropout", "acts after hidden layers, and hidden: [] has none");
    }
    if (options.target() != null && options.key() != null) {
      problems.add("key", "says which pairs belong together, which target says already");
    }
  }

  @Override
  public List<Column> columns(Options options) {
    List<Column> columns = new ArrayList<>();
    if (options.target() != null) {
      columns.add(new Column("target", options.target()));
    }
    if (options.key() != null) {
      columns.add(new Column("key", options.key()));
    }
    return columns;
  }

  /** All inputs fused, and with hard negatives each side by itself as well. */
  @Override
  public Intake intake(Options options, List<String> inputs, Problems problems) {
    if (!options.pairs()) {
      return Intake.fusing(inputs);
    }
    Sides.check(options.query(), options.candidate(), inputs, "query", "candidate", problems);
    Sides sides = sides(options, inputs);
    if (!options.embeds()) {
      return Intake.fusing(inputs);
    }
    if (sides.query().size() != 1 || sides.target().size() != 1) {
      problems.add(
          "negatives", "hard ones are found by sides of one input each; write negatives: random");
      return Intake.fusing(inputs);
    }
    return Intake.fusing(inputs)
        .with(sides.query().get(0), Form.POOLED)
        .with(sides.target().get(0), Form.POOLED);
  }

  @Override
  public Task create(Options options, TaskContext context) {
    List<String> inputs = List.copyOf(context.inputs().keySet());
    Sides sides = sides(options, inputs);
    return new Matching(options, sides, Belonging.of(sides, context, options.key()), inputs);
  }

  private static Sides sides(Options options, List<String> inputs) {
    return Sides.of(options.query(), options.candidate(), inputs);
  }
}
