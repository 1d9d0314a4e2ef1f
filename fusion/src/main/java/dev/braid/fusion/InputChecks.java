package dev.braid.fusion;

import dev.braid.api.Problems;
import dev.braid.api.model.FusionInputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks of an operator's inputs that several operators share. */
final class InputChecks {

  private InputChecks() {}

  /** Reports a single input where there is nothing to fuse it with. */
  static void atLeastTwo(String type, FusionInputs inputs, Problems problems) {
    if (inputs.names().size() < 2) {
      problems.add(
          "", type + " needs two inputs or more, here only " + String.join(", ", inputs.names()));
    }
  }

  /**
   * Reports an option that should name an input and does not.
   *
   * @return whether it is null or names one
   */
  static boolean named(
      String option, @Nullable String name, FusionInputs inputs, Problems problems) {
    List<String> names = inputs.names();
    if (name == null || names.contains(name)) {
      return true;
    }
    problems.add(option, "no input named '" + name + "'; inputs: " + String.join(", ", names));
    return false;
  }

  /** The input that the others act on: the named one, or the first. */
  static String main(@Nullable String name, FusionInputs inputs) {
    return name != null ? name : inputs.names().get(0);
  }

  /** The names of all inputs but one, in order. */
  static List<String> others(String name, FusionInputs inputs) {
    return inputs.names().stream().filter(other -> !other.equals(name)).toList();
  }
}
