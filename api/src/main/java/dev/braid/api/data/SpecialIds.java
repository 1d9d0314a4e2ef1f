package dev.braid.api.data;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a reader that are not words of a text.
 *
 * @param fixed those with a place of their own, such as padding, separators and masks: what changes
 *     words leaves them alone
 * @param unknown the id of a word that was never learned, or null where there is none; it is a word
 *     like others
 */
public record SpecialIds(Set<Integer> fixed, @Nullable Integer unknown) {

  /** All ids are words. */
  public static final SpecialIds NONE = new SpecialIds(Set.of(), null);

  /** Keeps a copy of the set. */
  public SpecialIds {
    fixed = Set.copyOf(fixed);
  }
}
