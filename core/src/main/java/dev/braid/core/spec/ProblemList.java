package dev.braid.core.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems; reports them in the order of the spec, those of overrides last. */
public final class ProblemList {

  private final List<Problem> problems = new ArrayList<>();

  /** Adds one. */
  public void add(Position position, String path, String message) {
    problems.add(new Problem(position, path, message));
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** How many there are so far. */
  public int size() {
    return problems.size();
  }

  /** Throws if there is any. */
  public void throwIfAny() throws SpecException {
    if (problems.isEmpty()) {
      return;
    }
    List<Problem> sorted = new ArrayList<>(problems);
    sorted.sort(
        Comparator.comparing((Problem problem) -> problem.position().line() == 0)
            .thenComparing(problem -> override(problem.position()))
            .thenComparing(problem -> problem.position().line())
            .thenComparing(problem -> problem.position().column()));
    throw new SpecException(sorted.stream().distinct().toList());
  }

  /** The number of an override, so that the tenth comes after the second. */
  private static int override(Position position) {
    String number = position.source().replaceFirst("^override ", "");
    return position.line() == 0 && number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }
}
