package dev.braid.core.data.shapes;

import dev.braid.api.data.BadDataException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/** Keeps what was drawn apart, so that nothing of a test split was learned from. */
final class Distinct<T> {

  /** So many repeats in a row, and there is hardly anything left to draw. */
  private static final int MOST_REPEATS = 10_000;

  private final Set<T> kept = new HashSet<>();
  private final IntFunction<String> exhausted;
  private int repeats;

  /**
   * Nothing was drawn yet.
   *
   * @param exhausted the message where hardly more than so many can be drawn
   */
  Distinct(IntFunction<String> exhausted) {
    this.exhausted = exhausted;
  }

  /** Whether nothing like it is kept; throws where repeats have become the rule. */
  boolean isNew(T thing) throws BadDataException {
    repeats = kept.contains(thing) ? repeats + 1 : 0;
    if (repeats == MOST_REPEATS) {
      throw new BadDataException(exhausted.apply(kept.size()));
    }
    return repeats == 0;
  }

  /** Keeps it. */
  void keep(T thing) {
    kept.add(thing);
  }
}
