package dev.braid.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.spec.SpecWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrainingChecksTest {

  private static final PartCatalog CATALOG = PartCatalog.of(List.of(new FakeParts()));

  private static final String SPEC =
      """
      data: shapes
      inputs:
        question: {modality: text, encoder: lstm}
      fusion: concat
      task: qa
      training:
        epochs: 3
        batch: 10
      """;

  private static CheckedSpec check(String training, String... overrides) throws SpecException {
    String text = SPEC + training.indent(2);
    return SpecChecker.check(
        Overrides.apply(SpecReader.parse(text, "m.yaml"), List.of(overrides)), CATALOG);
  }

  private static Map<String, Parameter> model() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (String name :
        List.of("encoders.picture.conv.weight", "fusion.w.weight", "head.mlp.0.bias")) {
      Shape shape = name.endsWith("bias") ? new Shape(2) : new Shape(2, 2);
      all.put(
          name,
          Parameter.builder().setName(name).setType(Parameter.Type.OTHER).optShape(shape).build());
    }
    return all;
  }

  /** With 95 samples, so that an epoch has 10 updates. */
  private static void late(CheckedSpec spec, int validation) throws SpecException {
    TrainingChecks.late(spec, model(), 95, validation);
  }

  private static void assertProblem(ThrowingCallable call, String problem) {
    assertThatThrownBy(call).isInstanceOf(SpecException.class).hasMessage(problem);
  }

  @Test
  void whatGoesTogetherPasses() {
    assertThatCode(
            () ->
                late(
                    check(
                        """
                        ema: 0.99
                        clip_norm: 1
                        accumulate: 2
                        schedule: {type: cosine, warmup_steps: 14}
                        early_stopping: {patience: 2}
                        groups: {"encoders.picture.*": {learning_rate: 1e-4, freeze_epochs: 2}, "*.bias": {weight_decay: 0}}
                        """),
                    5))
        .doesNotThrowAnyException();
  }

  @Test
  void patternsSurviveTheCompleteSpec() throws SpecException {
    String complete =
        SpecWriter.write(check("groups: {'*.bias': {freeze: true}, 'a?': {}}").complete());
    CheckedSpec again = SpecChecker.check(SpecReader.parse(complete, "again.yaml"), CATALOG);
    assertThat(again.training().groups().keySet()).containsExactly("*.bias", "a?");
    assertThat(SpecWriter.write(again.complete())).isEqualTo(complete);
  }

  @Test
  void aPatternThatMatchesNothingNamesTheNearestAndWhatThereIs() {
    assertProblem(
        () -> late(check("groups:\n  encoders.pictur.*: {freeze: true}"), 5),
        "m.yaml:10:5 training.groups.encoders.pictur.*: matches no parameter; did you mean"
            + " 'encoders.picture.*'? Known: encoders.picture.*, fusion.*, head.*");
    assertProblem(
        () -> late(check("", "training.groups={fusion: {freeze: true}}"), 5),
        "override 1 training.groups.fusion: matches no parameter; did you mean 'fusion.*'? Known:"
            + " encoders.picture.*, fusion.*, head.*");
  }

  @Test
  void aDecayThatNothingWouldFeelIsRefused() {
    assertProblem(
        () -> late(check("groups: {'*.bias': {weight_decay: 0.1}}"), 5),
        "m.yaml:9:23 training.groups.*.bias.weight_decay: its parameters are biases and scales,"
            + " which training.decay: matrices leaves alone; write decay: all");
  }

  @Test
  void somethingIsLeftToTrainFromTheStart() {
    assertProblem(
        () -> late(check("groups: {'*': {freeze_epochs: 1}}"), 5),
        "m.yaml:9:3 training.groups: every parameter is frozen in the first epoch; there is nothing"
            + " to train");
  }

  @Test
  void whatFollowsValidationNeedsIt() {
    assertProblem(
        () ->
            late(
                check("schedule: plateau\nearly_stopping: {}\nbalance: {gradient_blending: {}}"),
                0),
        "m.yaml:9:13 training.schedule: 'plateau' follows the validation split, and there is none;"
            + " set training.validation\n"
            + "m.yaml:10:3 training.early_stopping: follows the validation split, and there is none;"
            + " set training.validation\n"
            + "m.yaml:11:13 training.balance.gradient_blending: compares losses over train and"
            + " validation samples, and there is no validation split; set training.validation");
  }

  @Test
  void aWarmUpLeavesUpdatesToTheSchedule() {
    assertProblem(
        () -> late(check("schedule: {type: cosine, warmup_steps: 30}"), 5),
        "m.yaml:9:28 training.schedule.warmup_steps: a warm-up of 30 updates leaves none of the 30"
            + " to the schedule");
  }

  @Test
  void twoWarmUpsAtOnceAreRefused() {
    assertProblem(
        () -> check("schedule: {type: cosine, warmup_steps: 3, warmup: 0.1}"),
        "m.yaml:9:13 training.schedule: warmup_steps and warmup say the same thing; leave one of"
            + " them out");
  }

  @Test
  void twoWaysToFreezeAtOnceAreRefused() {
    assertProblem(
        () -> check("groups: {'*': {freeze: true, freeze_epochs: 1}}"),
        "m.yaml:9:17 training.groups.*: freeze and freeze_epochs say the same thing; leave one of"
            + " them out");
  }

  @Test
  void freezingForAllEpochsSaysSo() {
    assertProblem(
        () -> check("groups: {'fusion.*': {freeze_epochs: 3}}"),
        "m.yaml:9:25 training.groups.fusion.*.freeze_epochs: training has 3 epochs; to keep the"
            + " parameters as they are for all of them write freeze: true");
  }

  @Test
  void everyScheduleKnowsWarmUp() {
    assertProblem(
        () -> check("schedule: {type: constant, warm_up_steps: 3}"),
        "m.yaml:9:30 training.schedule.warm_up_steps: unknown option of schedule 'constant'; did you"
            + " mean 'warmup_steps'? Known: warmup, warmup_steps");
  }
}
