package dev.braid.tasks.qa;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.tasks.classification.Choice;
import dev.braid.tasks.classification.ChoiceSettings;
import dev.braid.tasks.classification.Words;
import dev.braid.tasks.head.MlpHead;
import dev.braid.tasks.labels.LabelColumn;
import dev.braid.tasks.labels.Normalisation;
import dev.braid.tasks.loss.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The task {@code qa}: see {@link Options}. */
public final class QaTask implements TaskFactory<QaTask.Options> {

  /** Options of {@code qa}. */
  public record Options(
      @Option(value = "column with the answer", byDefault = "answer") String target,
      @Option(
              value = "judge whether the target column, true or false, holds; one logit",
              byDefault = "false")
          boolean binary,
      @Option(
              value =
                  "which answers are the same: those spelled alike, or those that the VQA protocol"
                      + " counts as the same (case, articles, punctuation, numbers as words)",
              byDefault = "none")
          Normalisation normalise,
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
      @Option(value = "how much each answer counts in the loss", byDefault = "none")
          ClassWeights classWeights,
      @Option(
              "column with a list of several people's answers: the loss is against their shares,"
                  + " and vqa_accuracy is reported")
          @Nullable String softTargets,
      @Option(
              value = "share of the target that is spread evenly over all answers",
              byDefault = "0",
              min = 0,
              max = 0.99)
          double labelSmoothing,
      @Option(
              value = "only this many of the most frequent answers can be chosen",
              min = 2,
              max = 1e6)
          @Nullable Integer maxAnswers,
      @Option("column with the question's type, to report the accuracy of each")
          @Nullable String group) {}

  @Override
  public String type() {
    return "qa";
  }

  @Override
  public String description() {
    return "answer questions: choose among the answers seen in training, or judge one (binary)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.binary() && options.maxAnswers() != null) {
      problems.add("max_answers", "goes with choosing an answer, not with binary: true");
    }
    if (options.binary() && options.normalise() != Normalisation.NONE) {
      problems.add(
          "normalise", "goes with choosing an answer; binary: true knows spellings of its own");
    }
    layers(options).check(problems);
  }

  @Override
  public List<Column> columns(Options options) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("target", options.target()));
    if (options.softTargets() != null) {
      columns.add(new Column("soft_targets", options.softTargets()));
    }
    if (options.group() != null) {
      columns.add(new Column("group", options.group()));
    }
    return columns;
  }

  @Override
  public Options balanced(Options options) {
    return new Options(
        options.target(),
        options.binary(),
        options.normalise(),
        options.hidden(),
        options.activation(),
        options.dropout(),
        ClassWeights.BALANCED,
        options.softTargets(),
        options.labelSmoothing(),
        options.maxAnswers(),
        options.group());
  }

  @Override
  public Task create(Options options, TaskContext context) {
    return new Choice(
        new ChoiceSettings(
            new Words("answer", "an"),
            column(options, "target", options.target()),
            options.softTargets() == null
                ? null
                : column(options, "soft_targets", options.softTargets()),
            layers(options),
            options.classWeights(),
            options.labelSmoothing(),
            options.maxAnswers(),
            options.group(),
            false));
  }

  private static LabelColumn column(Options options, String option, String name) {
    return new LabelColumn(name, option, options.binary(), options.normalise());
  }

  private static MlpHead.Layers layers(Options options) {
    return new MlpHead.Layers(options.hidden(), options.activation(), options.dropout());
  }
}
