package dev.braid.fusion;

import dev.braid.api.FusionFactory;
import dev.braid.api.Problems;
import dev.braid.api.model.FusionInputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The base of factories of operators between inputs: how many there must be, and which is meant.
 */
abstract class OperatorFactory<O extends Record> implements FusionFactory<O> {

  /** Reports an input without another. */
  final void checkTwo(FusionInputs inputs, Problems problems) {
    if (inputs.names().size() < 2) {
      problems.add(
          "", type() + " needs two inputs or more, here only " + String.join("", inputs.names()));
    }
  }

  /**
   * Reports an option that names no input; null names the first.
   *
   * @return whether it names one
   */
  static boolean checkInput(
      String option, @Nullable String input, FusionInputs inputs, Problems problems) {
    if (input == null || inputs.names().contains(input)) {
      return true;
    }
    problems.add(
        option, "no input named '" + input + "'; inputs: " + String.join(", ", inputs.names()));
    return false;
  }

  /** The input that the others act on: the named one, or the first. */
  static String main(@Nullable String main, FusionInputs inputs) {
    return main != null ? main : inputs.names().get(0);
  }

  /** The names of all inputs but one, in order. */
  static List<String> others(String name, FusionInputs inputs) {
    return inputs.names().stream().filter(other -> !other.equals(name)).toList();
  }
}
