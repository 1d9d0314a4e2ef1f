package dev.braid.tasks.summarization;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.tasks.generation.Decoding;
import dev.braid.tasks.generation.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The task {@code summarization}: see {@link Options}. */
public final class SummarizationTask implements TaskFactory<SummarizationTask.Options> {

  /** Options of {@code summarization}. */
  public record Options(
      @Option(
              value =
                  "column with the summary: a text or a list of texts, or for key-frames a list of"
                      + " numbers, one a frame",
              byDefault = "summary")
          String target,
      @Option(value = "what a summary is", byDefault = "text") Form form,
      @Option(value = "the measure that the best checkpoint is chosen by", byDefault = "loss")
          Measure metric,
      @Option(value = "size of the head's vectors", byDefault = "128", min = 1, max = 65536)
          int width,
      @Option(
              value = "attention heads of the decoder; they divide the width (text)",
              byDefault = "4",
              min = 1,
              max = 256)
          int heads,
      @Option(value = "layers of the decoder (text)", byDefault = "2", min = 1, max = 64)
          int layers,
      @Option(
              value = "inner width of the decoder's feed-forward; by default 4 * width (text)",
              min = 1,
              max = 1e6)
          @Nullable Integer feedForward,
      @Option(value = "dropout", byDefault = "0.1", min = 0, max = 0.95) double dropout,
      @Option(
              value = "share of the target that is spread evenly over all words (text)",
              byDefault = "0.1",
              min = 0,
              max = 0.99)
          double labelSmoothing,
      @Option(
              value = "most words of a text, those of the target and those written (text)",
              byDefault = "30",
              min = 1,
              max = 10000)
          int maxLength,
      @Option(value = "which words can be written (text)", byDefault = "{}") Words.Options words,
      @Option(
              value = "how words are chosen, except in validation, which is greedy (text)",
              byDefault = "{}")
          Decoding decode,
      @Option("input whose frames are scored (key-frames)") @Nullable String frames,
      @Option(value = "loss of a frame's score (key-frames)", byDefault = "bce") FrameLoss loss,
      @Option(
              "column with a list of user summaries, each a list of 0 and 1, one a frame"
                  + " (key-frames)")
          @Nullable String users,
      @Option(
              "column with a list of several people's scores, to measure order by instead of the"
                  + " target (key-frames)")
          @Nullable String annotators,
      @Option(
              value = "share of the frames that a summary may have (key-frames)",
              byDefault = "0.15",
              min = 0.001,
              max = 1)
          double budget,
      @Option(value = "where a clip is cut into shots (key-frames)", byDefault = "{}")
          Shots shots) {}

  /** Where a clip is cut: options of {@link Segmentation}. */
  public record Shots(
      @Option(
              value = "how much a cut must explain; more gives fewer shots",
              byDefault = "2.5",
              min = 0,
              max = 1e6)
          double penalty,
      @Option(value = "fewest frames of a shot", byDefault = "1", min = 1, max = 1e6) int shortest,
      @Option(value = "most shots of a clip", byDefault = "100", min = 1, max = 1e5) int most) {}

  @Override
  public String type() {
    return "summarization";
  }

  @Override
  public String description() {
    return "summarize: write a text word by word, or choose key frames and shots";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    boolean text = options.form() == Form.TEXT;
    if (text && options.width() % options.heads() != 0) {
      problems.add(
          "heads",
          "must divide the width %d, %d does not".formatted(options.width(), options.heads()));
    }
    if (text) {
      goesWithKeyFrames("frames", options.frames(), problems);
      goesWithKeyFrames("users", options.users(), problems);
      goesWithKeyFrames("annotators", options.annotators(), problems);
    } else if (options.frames() == null) {
      problems.add("frames", "key-frames needs the name of the input whose frames are scored");
    }
    Measure metric = options.metric();
    if (!metric.measures(options.form())) {
      problems.add(
          "metric",
          "'%s' does not measure %s; it is one of: %s"
              .formatted(metric.key(), text ? "texts" : "key frames", known(options.form())));
    } else if (metric.key().startsWith("f-score") && options.users() == null) {
      problems.add(
          "metric", "'%s' needs the column of user summaries, users".formatted(metric.key()));
    }
  }

  private static void goesWithKeyFrames(String option, @Nullable String value, Problems problems) {
    if (value != null) {
      problems.add(option, "goes with form: key-frames");
    }
  }

  private static String known(Form form) {
    return Arrays.stream(Measure.values())
        .filter(measure -> measure.measures(form))
        .map(Measure::key)
        .collect(Collectors.joining(", "));
  }

  @Override
  public List<Column> columns(Options options) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("target", options.target()));
    if (options.users() != null) {
      columns.add(new Column("users", options.users()));
    }
    if (options.annotators() != null) {
      columns.add(new Column("annotators", options.annotators()));
    }
    return columns;
  }

  @Override
  public Intake intake(Options options, List<String> inputs, Problems problems) {
    String frames = options.frames();
    if (options.form() == Form.TEXT || frames == null) {
      return Intake.fusing(inputs);
    }
    if (!inputs.contains(frames)) {
      problems.add(
          "frames",
          "there is no input '%s'; inputs: %s".formatted(frames, String.join(", ", inputs)));
      return Intake.fusing(inputs);
    }
    return Intake.fusing(inputs).with(frames, dev.braid.api.model.Form.TOKENS);
  }

  @Override
  public Task create(Options options, TaskContext context) {
    return options.form() == Form.TEXT ? new TextSummary(options) : new FrameSummary(options);
  }
}
