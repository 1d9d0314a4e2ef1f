package dev.braid.tasks.regression;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.head.MlpHead;
import dev.braid.tasks.labels.NumberColumn;
import java.util.HashSet;
import java.util.List;

/** The task {@code regression}: see {@link Options}. */
public final class RegressionTask implements TaskFactory<RegressionTask.Options> {

  /** Options of {@code regression}. */
  public record Options(
      @Option("columns with the numbers, such as [price]") List<String> targets,
      @Option(
              value = "whether the one target is a grade: whole numbers whose order counts",
              byDefault = "false")
          boolean ordinal,
      @Option(
              value =
                  "what is minimised, over standardised numbers; grades have a loss of their own",
              byDefault = "mse")
          NumberLoss loss,
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

    MlpHead.Layers layers() {
      return new MlpHead.Layers(hidden, activation, dropout);
    }

    List<NumberColumn> numbers() {
      return targets.stream().map(name -> new NumberColumn(name, "targets")).toList();
    }
  }

  @Override
  public String type() {
    return "regression";
  }

  @Override
  public String description() {
    return "predict numbers, or grades in an order (ordinal)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    options.layers().check(problems);
    if (options.targets().isEmpty()) {
      problems.add("targets", "is empty; it names the columns to predict, such as [price]");
    }
    if (new HashSet<>(options.targets()).size() < options.targets().size()) {
      problems.add("targets", "names a column twice");
    }
    if (options.ordinal() && options.targets().size() > 1) {
      problems.add("targets", "names several columns; with ordinal: true there is one");
    }
    if (options.ordinal() && options.loss() != NumberLoss.MSE) {
      problems.add("loss", "is for numbers; grades (ordinal: true) have a loss of their own");
    }
  }

  @Override
  public List<Column> columns(Options options) {
    return options.targets().stream().map(name -> new Column("targets", name)).toList();
  }

  @Override
  public Task create(Options options, TaskContext context) {
    return options.ordinal() ? new Grading(options) : new Regression(options);
  }
}
