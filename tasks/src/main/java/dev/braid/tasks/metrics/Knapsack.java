package dev.braid.tasks.metrics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The 0/1 knapsack problem by dynamic programming over capacities; Bellman 1957. Time is items
 * times capacity; memory one number for each unit of capacity and one bit for each of both. Among
 * choices of equal value the one that leaves out the later items is taken.
 */
public final class Knapsack {

  private Knapsack() {}

  /**
   * Chooses the items of the largest total value within a total weight.
   *
   * @param values one an item
   * @param weights one an item, 0 or more
   * @param capacity the largest total weight, 0 or more
   * @return their numbers, ascending
   */
  public static List<Integer> choose(double[] values, int[] weights, int capacity) {
    double[] best = new double[capacity + 1];
    BitSet[] taken = new BitSet[values.length];
    for (int i = 0; i < values.length; i++) {
      taken[i] = new BitSet(capacity + 1);
      for (int c = capacity; c >= weights[i]; c--) {
        double with = best[c - weights[i]] + values[i];
        if (with > best[c]) {
          best[c] = with;
          taken[i].set(c);
        }
      }
    }
    List<Integer> chosen = new ArrayList<>();
    int left = capacity;
    for (int i = values.length - 1; i >= 0; i--) {
      if (taken[i].get(left)) {
        chosen.add(i);
        left -= weights[i];
      }
    }
    Collections.reverse(chosen);
    return chosen;
  }
}
