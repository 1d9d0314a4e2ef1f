package dev.braid.core.check;

import ai.djl.nn.Parameter;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.GroupOptions;
import dev.braid.core.train.ParameterGroups;
import dev.braid.core.train.ParameterPattern;
import dev.braid.core.train.TrainingOptions;
import java.util.List;
import java.util.Map;

/**
 * Options of {@code training} that do not go together: what the spec alone shows, and what shows
 * once the data is open and the model is made, still before the first step.
 */
public final class TrainingChecks {

  private static final String GROUPS = "training.groups";

  private TrainingChecks() {}

  /** What the spec alone shows. */
  static void early(
      Node.MapNode complete, TrainingOptions training, Bound<?> optimizer, ProblemList problems) {
    boolean decays =
        OptionInfo.of(optimizer.factory().options()).stream()
            .anyMatch(option -> option.name().equals("weight_decay"));
    training
        .groups()
        .forEach(
            (pattern, group) -> {
              String path = GROUPS + "." + pattern;
              Integer epochs = group.freezeEpochs();
              if (epochs != null && epochs >= training.epochs()) {
                problems.add(
                    complete.positionOf("groups", pattern, "freeze_epochs"),
                    path + ".freeze_epochs",
                    "training has %d epochs; to keep the parameters as they are for all of them write freeze: true"
                        .formatted(training.epochs()));
              }
              if (group.weightDecay() != null && group.weightDecay() > 0 && !decays) {
                problems.add(
                    complete.positionOf("groups", pattern, "weight_decay"),
                    path + ".weight_decay",
                    "optimizer '%s' has no weight decay; leave it out"
                        .formatted(optimizer.factory().type()));
              }
            });
  }

  /**
   * What shows once data and model are there.
   *
   * @param trained the model's parameters that are trained
   * @param samples of the train split
   * @param validation of the validation split
   */
  public static void late(
      CheckedSpec spec, Map<String, Parameter> trained, int samples, int validation)
      throws SpecException {
    ProblemList problems = new ProblemList();
    Node.MapNode section = spec.complete().section("training");
    TrainingOptions training = spec.training();
    groups(section, training, trained, problems);
    SchedulePlan schedule = spec.schedule();
    if (validation == 0 && schedule.part().factory().followsValidation()) {
      problems.add(
          schedule.part().position(),
          "training.schedule",
          "'%s' follows the validation split, and there is none; set training.validation"
              .formatted(schedule.part().factory().type()));
    }
    if (validation == 0 && training.earlyStopping() != null) {
      problems.add(
          section.positionOf("early_stopping"),
          "training.early_stopping",
          "follows the validation split, and there is none; set training.validation");
    }
    if (validation == 0
        && training.balance() != null
        && training.balance().gradientBlending() != null) {
      problems.add(
          section.positionOf("balance", "gradient_blending"),
          "training.balance.gradient_blending",
          "compares losses over train and validation samples, and there is no validation split; set training.validation");
    }
    long steps = training.steps(samples);
    long warmup = schedule.warmup().steps(steps);
    if (warmup >= steps) {
      problems.add(
          section.positionOf("schedule", "warmup_steps"),
          "training.schedule.warmup_steps",
          "a warm-up of %d updates leaves none of the %d to the schedule".formatted(warmup, steps));
    }
    problems.throwIfAny();
  }

  private static void groups(
      Node.MapNode section,
      TrainingOptions training,
      Map<String, Parameter> trained,
      ProblemList problems) {
    ParameterGroups groups = new ParameterGroups(trained, training);
    for (Map.Entry<String, GroupOptions> entry : training.groups().entrySet()) {
      String pattern = entry.getKey();
      List<String> matched = groups.matched(pattern);
      Position at = section.positionOf("groups", pattern);
      if (matched.isEmpty()) {
        String instead = new ParameterPattern(pattern).instead(trained.keySet());
        problems.add(at, GROUPS + "." + pattern, "matches no parameter" + instead);
        continue;
      }
      Double decay = entry.getValue().weightDecay();
      if (decay != null && decay > 0 && matched.stream().noneMatch(groups::decays)) {
        problems.add(
            section.positionOf("groups", pattern, "weight_decay"),
            GROUPS + "." + pattern + ".weight_decay",
            "its parameters are biases and scales, which training.decay: matrices leaves alone; write decay: all");
      }
    }
    if (trained.keySet().stream().allMatch(name -> groups.frozen(name, 1))) {
      problems.add(
          section.positionOf("groups"),
          GROUPS,
          "every parameter is frozen in the first epoch; there is nothing to train");
    }
  }
}
