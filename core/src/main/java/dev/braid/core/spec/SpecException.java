package dev.braid.core.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A spec has problems; the message lists them all, one a line. */
public final class SpecException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** With at least one problem. */
  public SpecException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems in the order of the spec. */
  public List<Problem> problems() {
    return problems;
  }
}
