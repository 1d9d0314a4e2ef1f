package dev.braid.core.compare;

import org.jspecify.annotations.Nullable;

/** Is told how a comparison goes on, in the thread that runs it. */
public interface ComparisonListener {

  /** A line for people. */
  void note(String line);

  /** A trial ended. */
  void trial(Ended trial);

  /**
   * A trial that ended.
   *
   * @param number from 1, those that an earlier start finished included
   * @param of how many there are, as far as is known
   * @param id of the trial
   * @param measure the name of the primary measure
   * @param validation its value, or null
   * @param test its value, or null
   * @param error why it failed, or null
   * @param seconds it took
   * @param secondsLeft until all are done, as far as can be told
   */
  record Ended(
      int number,
      int of,
      String id,
      String measure,
      @Nullable Double validation,
      @Nullable Double test,
      @Nullable String error,
      double seconds,
      double secondsLeft) {}
}
