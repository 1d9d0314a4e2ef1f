package dev.braid.fusion;

import java.util.Arrays;

/**
 * A count sketch as a gathering: where several elements fall into one place, each is picked in a
 * round of its own, so that the rounds add up to the sketch. With random hashes there are few
 * rounds, far less to move than a dense matrix of elements and places.
 */
final class SketchIndex {

  private SketchIndex() {}

  /**
   * The elements to pick, round after round; {@code hash.length}, an element that is 0, where a
   * round has none for a place.
   *
   * @param hash the place of each element
   * @param places their number
   * @return {@code [rounds * places]}
   * @throws IllegalStateException if a place is not from 0 to {@code places - 1}
   */
  static long[] of(long[] hash, int places) {
    check(hash, places);
    int[] counts = new int[places];
    int[] rounds = new int[hash.length];
    int most = 1;
    for (int i = 0; i < hash.length; i++) {
      rounds[i] = counts[(int) hash[i]]++;
      most = Math.max(most, rounds[i] + 1);
    }
    long[] picks = new long[Math.multiplyExact(most, places)];
    Arrays.fill(picks, hash.length);
    for (int i = 0; i < hash.length; i++) {
      picks[rounds[i] * places + (int) hash[i]] = i;
    }
    return picks;
  }

  /** Throws an {@link IllegalStateException} for a place not from 0 to {@code places - 1}. */
  static void check(long[] hash, int places) {
    for (long place : hash) {
      if (place < 0 || place >= places) {
        throw new IllegalStateException(
            "a hash is "
                + place
                + ", but a sketch of "
                + places
                + " has places 0 to "
                + (places - 1));
      }
    }
  }
}
