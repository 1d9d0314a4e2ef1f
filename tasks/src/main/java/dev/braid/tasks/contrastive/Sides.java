package dev.braid.tasks.contrastive;

import dev.braid.api.Problems;
import dev.braid.api.model.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The inputs of the two sides of a pair, in the order of the spec.
 *
 * @param query what is asked with
 * @param target what it is compared with
 */
public record Sides(List<String> query, List<String> target) {

  /** Keeps copies. */
  public Sides {
    query = List.copyOf(query);
    target = List.copyOf(target);
  }

  /**
   * From what a spec names. A side that is left out has the inputs that the other does not name; of
   * two inputs and no name the first is the query.
   *
   * @param inputs of the spec, in order
   */
  public static Sides of(List<String> query, List<String> target, List<String> inputs) {
    List<String> asked = query;
    if (query.isEmpty()) {
      asked =
          target.isEmpty() ? inputs.subList(0, Math.min(1, inputs.size())) : rest(inputs, target);
    }
    List<String> lookedFor = target.isEmpty() ? rest(inputs, asked) : target;
    return new Sides(ordered(asked, inputs), ordered(lookedFor, inputs));
  }

  private static List<String> rest(List<String> inputs, List<String> without) {
    return inputs.stream().filter(input -> !without.contains(input)).toList();
  }

  private static List<String> ordered(List<String> some, List<String> inputs) {
    return inputs.stream().filter(some::contains).toList();
  }

  /**
   * Reports what is wrong with the names of a spec.
   *
   * @param queryOption the option that names the query side, for messages; likewise the other
   */
  public static void check(
      List<String> query,
      List<String> target,
      List<String> inputs,
      String queryOption,
      String targetOption,
      Problems problems) {
    Set<String> seen = new HashSet<>();
    check(queryOption, query, inputs, seen, problems);
    check(targetOption, target, inputs, seen, problems);
    if (inputs.size() < 2) {
      problems.add("", "compares two inputs, and the spec has one");
      return;
    }
    if (query.isEmpty() && target.isEmpty()) {
      if (inputs.size() > 2) {
        problems.add(
            queryOption,
            "is needed with %d inputs: name those of one side, the rest is the other"
                .formatted(inputs.size()));
      }
      return;
    }
    Sides sides = of(query, target, inputs);
    if (sides.query.isEmpty() || sides.target.isEmpty()) {
      problems.add(
          query.isEmpty() ? targetOption : queryOption, "leaves no input to the other side");
    }
  }

  private static void check(
      String option, List<String> names, List<String> inputs, Set<String> seen, Problems problems) {
    for (String name : names) {
      if (!inputs.contains(name)) {
        problems.add(
            option, "there is no input '%s'; known: %s".formatted(name, String.join(", ", inputs)));
      } else if (!seen.add(name)) {
        problems.add(option, "'%s' is named twice; an input belongs to one side".formatted(name));
      }
    }
  }

  /** The inputs of one side. */
  public List<String> of(Side side) {
    return side == Side.QUERY ? query : target;
  }
}
