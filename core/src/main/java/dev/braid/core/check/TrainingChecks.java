package dev.braid.core.check;

import ai.djl.nn.Parameter;
import dev.braid.core.spec.Nearest;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.GroupOptions;
import dev.braid.core.train.ParameterGroups;
import dev.braid.core.train.TrainingOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
                    position(complete, "groups", pattern, "freeze_epochs"),
                    path + ".freeze_epochs",
                    "training has %d epochs; to keep the parameters as they are for all of them write freeze: true"
                        .formatted(training.epochs()));
              }
              if (group.weightDecay() != null && group.weightDecay() > 0 && !decays) {
                problems.add(
                    position(complete, "groups", pattern, "weight_decay"),
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
    Node.MapNode section = section(spec.complete(), "training");
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
          position(section, "early_stopping"),
          "training.early_stopping",
          "follows the validation split, and there is none; set training.validation");
    }
    if (validation == 0
        && training.balance() != null
        && training.balance().gradientBlending() != null) {
      problems.add(
          position(section, "balance", "gradient_blending"),
          "training.balance.gradient_blending",
          "compares losses over train and validation samples, and there is no validation split; set training.validation");
    }
    long steps = training.steps(samples);
    long warmup = schedule.warmup().steps(steps);
    if (warmup >= steps) {
      problems.add(
          position(section, "schedule", "warmup_steps"),
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
      Position at = position(section, "groups", pattern);
      if (matched.isEmpty()) {
        problems.add(at, GROUPS + "." + pattern, unmatched(pattern, trained.keySet()));
        continue;
      }
      Double decay = entry.getValue().weightDecay();
      if (decay != null && decay > 0 && matched.stream().noneMatch(groups::decays)) {
        problems.add(
            position(section, "groups", pattern, "weight_decay"),
            GROUPS + "." + pattern + ".weight_decay",
            "its parameters are biases and scales, which training.decay: matrices leaves alone; write decay: all");
      }
    }
    if (trained.keySet().stream().allMatch(name -> groups.frozen(name, 1))) {
      problems.add(
          position(section, "groups"),
          GROUPS,
          "every parameter is frozen in the first epoch; there is nothing to train");
    }
  }

  private static String unmatched(String pattern, Set<String> names) {
    Set<String> roots = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (String name : names) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        all.add(name.substring(0, dot) + ".*");
      }
      all.add(name);
      // encoders.picture.*, but fusion.*: an input's parts are known by its name.
      boolean ofInput = name.startsWith("encoders.") || name.startsWith("pool.");
      int end = name.indexOf('.', ofInput ? name.indexOf('.') + 1 : 0);
      roots.add(end < 0 ? name : name.substring(0, end) + ".*");
    }
    List<String> near = Nearest.of(pattern, new ArrayList<>(all));
    return "matches no parameter%s Known: %s"
        .formatted(
            near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?",
            String.join(", ", roots));
  }

  private static Node.MapNode section(Node.MapNode map, String key) {
    return map.get(key) instanceof Node.MapNode inner
        ? inner
        : new Node.MapNode(map.position(), Map.of());
  }

  /** Where a key stands, or the mapping around it where the spec leaves it out. */
  private static Position position(Node.MapNode map, String... keys) {
    Position position = map.position();
    Node.MapNode inner = map;
    for (String key : keys) {
      Node.Entry entry = inner.entries().get(key);
      if (entry == null || entry.keyPosition().source().equals("default")) {
        return position;
      }
      position = entry.keyPosition();
      inner = section(inner, key);
    }
    return position;
  }
}
