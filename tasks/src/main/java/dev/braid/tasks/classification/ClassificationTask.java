package dev.braid.tasks.classification;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.head.MlpHead;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.loss.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The task {@code classification}: see {@link Options}. */
public final class ClassificationTask implements TaskFactory<ClassificationTask.Options> {

  /** Options of {@code classification}. */
  public record Options(
      @Option(value = "column with the label", byDefault = "label") String target,
      @Option(
              value = "whether a sample may have several labels or none; one sigmoid a label",
              byDefault = "false")
          boolean multiLabel,
      @Option(
              value = "what stands between several labels in a text; lists need none",
              byDefault = "\",\"")
          String separator,
      @Option(
              value = "a sample is said to have a label from this probability on (multi_label)",
              byDefault = "0.5",
              min = 0,
              max = 1)
          double threshold,
      @Option(
              value = "widths of the head's hidden layers; [] is a linear read-out",
              byDefault = "[256]",
              min = 1,
              max = 65536)
          List<Integer> hidden,
      @Option(value = "function after each hidden layer", byDefault = "relu")
          Nonlinearity activation,
      @Option(value = "dropout after each hidden layer", byDefault = "0", min = 0, max = 0.95)
          double dropout,
      @Option(
              value =
                  "how much each label counts in the loss; with multi_label, balanced makes those"
                      + " who have it count as much as those who have not",
              byDefault = "none")
          ClassWeights classWeights,
      @Option(
              value = "share of the target that is spread evenly over all labels",
              byDefault = "0",
              min = 0,
              max = 0.99)
          double labelSmoothing,
      @Option("column by whose values the accuracy is reported") @Nullable String group) {

    MlpHead.Layers layers() {
      return new MlpHead.Layers(hidden, activation, dropout);
    }
  }

  @Override
  public String type() {
    return "classification";
  }

  @Override
  public String description() {
    return "tell which of the labels seen in training a sample has: one of them, or several";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    options.layers().check(problems);
    if (options.separator().isEmpty()) {
      problems.add("separator", "is empty; it needs a character such as ',' or '|'");
    }
    if (!options.multiLabel() && options.threshold() != 0.5) {
      problems.add("threshold", "goes with multi_label: true; one label is chosen without");
    }
  }

  @Override
  public List<Column> columns(Options options) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("target", options.target()));
    if (options.group() != null) {
      columns.add(new Column("group", options.group()));
    }
    return columns;
  }

  /** None with several labels: a sample has no one class then. */
  @Override
  public @Nullable Options balanced(Options options) {
    return options.multiLabel()
        ? null
        : new Options(
            options.target(),
            false,
            options.separator(),
            options.threshold(),
            options.hidden(),
            options.activation(),
            options.dropout(),
            ClassWeights.BALANCED,
            options.labelSmoothing(),
            options.group());
  }

  @Override
  public Task create(Options options, TaskContext context) {
    return options.multiLabel()
        ? new MultiLabel(options)
        : new Choice(
            new ChoiceSettings(
                Words.LABEL,
                new LabelColumn(options.target(), "target", false),
                null,
                options.layers(),
                options.classWeights(),
                options.labelSmoothing(),
                null,
                options.group(),
                true));
  }
}
