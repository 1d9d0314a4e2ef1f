package dev.braid.core.data;

import dev.braid.api.data.Sample;
import java.util.Set;

/**
 * Takes inputs away from the samples of a pass. The samples themselves stay whole, since a task may
 * find its targets in the same columns. Called from several threads.
 */
@FunctionalInterface
public interface Removal {

  /** Takes nothing away. */
  Removal NONE = (sample, present) -> Set.of();

  /**
   * The names of the inputs that a sample has to do without.
   *
   * @param present the names of those that it has
   */
  Set<String> from(Sample sample, Set<String> present);
}
