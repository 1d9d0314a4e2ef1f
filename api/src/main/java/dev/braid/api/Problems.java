package dev.braid.api;

/**
 * Collects the problems of one part of a spec, so that all are reported at once. The reporter knows
 * the position of the part and of each option; a part only names the option.
 */
@FunctionalInterface
public interface Problems {

  /**
   * Adds a problem.
   *
   * @param option the option as written in a spec ({@code feed_forward}), or "" for the part itself
   * @param message what is wrong and what would be right, without a position
   */
  void add(String option, String message);
}
