package dev.braid.core.inspect;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A count for each split that has samples. */
final class Counts {

  private final Map<String, Integer> bySplit = new LinkedHashMap<>();

  /** All zero. */
  Counts(Collection<String> splits) {
    splits.forEach(split -> bySplit.put(split, 0));
  }

  void add(String split, int count) {
    bySplit.merge(split, count, Integer::sum);
  }

  void addAll(Counts other) {
    other.bySplit.forEach(this::add);
  }

  int of(String split) {
    return bySplit.getOrDefault(split, 0);
  }

  int sum() {
    return bySplit.values().stream().mapToInt(Integer::intValue).sum();
  }

  Map<String, Integer> map() {
    return new LinkedHashMap<>(bySplit);
  }

  /** Each divided by the whole of its split; splits whose whole is nothing are left out. */
  Map<String, Double> shares(Counts whole) {
    Map<String, Double> shares = new LinkedHashMap<>();
    bySplit.forEach(
        (split, count) -> {
          if (whole.of(split) > 0) {
            shares.put(split, (double) count / whole.of(split));
          }
        });
    return shares;
  }
}
