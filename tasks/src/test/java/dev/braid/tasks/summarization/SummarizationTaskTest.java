package dev.braid.tasks.summarization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.TaskFactory;
import dev.braid.api.model.Intake;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummarizationTaskTest {

  private static final SummarizationTask TASK = new SummarizationTask();

  private static SummarizationTask.Options with(
      Form form, Measure metric, int heads, @Nullable String frames, @Nullable String users) {
    SummarizationTask.Options o = Samples.text(0, 5, Samples.GREEDY);
    return new SummarizationTask.Options(
        "summary",
        form,
        metric,
        32,
        heads,
        1,
        null,
        0,
        0,
        5,
        o.words(),
        o.decode(),
        frames,
        o.loss(),
        users,
        null,
        0.15,
        o.shots());
  }

  private static List<String> problems(SummarizationTask.Options options) {
    List<String> found = new ArrayList<>();
    TASK.check(options, (option, message) -> found.add(option + ": " + message));
    TASK.intake(
        options,
        List.of("clip", "speech"),
        (option, message) -> found.add(option + ": " + message));
    return found;
  }

  @Test
  void optionsThatDoNotGoTogetherAreReported() {
    assertThat(problems(with(Form.TEXT, Measure.CIDER_D, 4, null, null))).isEmpty();
    assertThat(problems(with(Form.KEY_FRAMES, Measure.F_SCORE_MEAN, 5, "clip", "users"))).isEmpty();
    assertThat(problems(with(Form.TEXT, Measure.KENDALL, 5, "clip", "users")))
        .containsExactly(
            "heads: must divide the width 32, 5 does not",
            "frames: goes with form: key-frames",
            "users: goes with form: key-frames",
            "metric: 'kendall' does not measure texts; it is one of: loss, perplexity, bleu-1,"
                + " bleu-2, bleu-3, bleu-4, rouge-l, cider-d");
    assertThat(problems(with(Form.KEY_FRAMES, Measure.F_SCORE_MAX, 1, null, null)))
        .containsExactly(
            "frames: key-frames needs the name of the input whose frames are scored",
            "metric: 'f-score-max' needs the column of user summaries, users");
    assertThat(problems(with(Form.KEY_FRAMES, Measure.LOSS, 1, "clips", null)))
        .containsExactly("frames: there is no input 'clips'; inputs: clip, speech");
  }

  @Test
  void framesAreTakenAloneBesideWhatIsFused() {
    Intake text =
        TASK.intake(with(Form.TEXT, Measure.LOSS, 4, null, null), List.of("a", "b"), (o, m) -> {});
    assertThat(text).isEqualTo(Intake.fusing(List.of("a", "b")));
    Intake frames =
        TASK.intake(
            with(Form.KEY_FRAMES, Measure.LOSS, 4, "b", null), List.of("a", "b"), (o, m) -> {});
    assertThat(frames)
        .isEqualTo(Intake.fusing(List.of("a", "b")).with("b", dev.braid.api.model.Form.TOKENS));
  }

  @Test
  void theColumnsThatAreReadAreNamed() {
    assertThat(
            TASK.columns(with(Form.KEY_FRAMES, Measure.LOSS, 4, "clip", "users")).stream()
                .map(TaskFactory.Column::name))
        .containsExactly("summary", "users");
  }
}
