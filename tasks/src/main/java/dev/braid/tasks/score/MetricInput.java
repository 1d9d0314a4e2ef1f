package dev.braid.tasks.score;

import dev.braid.api.Problems;
import java.util.List;
import java.util.stream.IntStream;

/** What a measure is taken over. */
interface MetricInput {

  /** Reports what cannot be measured. */
  void check(Problems problems);

  /** Reports a list without values. */
  static void some(String name, List<?> values, Problems problems) {
    if (values.isEmpty()) {
      problems.add(name, "is empty; there is nothing to measure");
    }
  }

  /** Reports a list without values and one that has not one for each of another. */
  static void paired(String name, List<?> values, String other, List<?> others, Problems problems) {
    some(name, values, problems);
    if (values.size() != others.size()) {
      problems.add(
          other,
          "has length %d, where %s has %d; they belong together one by one"
              .formatted(others.size(), name, values.size()));
    }
  }

  /** Reports rows of other lengths than the first. */
  static void even(String name, List<? extends List<?>> rows, Problems problems) {
    int wanted = rows.isEmpty() ? 0 : rows.get(0).size();
    if (!rows.isEmpty() && wanted == 0) {
      problems.add(name, "its first row is empty");
    }
    IntStream.range(0, rows.size())
        .filter(i -> rows.get(i).size() != wanted)
        .findFirst()
        .ifPresent(
            i ->
                problems.add(
                    name,
                    "its row %d has length %d, the first %d"
                        .formatted(i + 1, rows.get(i).size(), wanted)));
  }

  /** Reports a number that counts none of a few, from 0. */
  static void below(String name, List<Integer> numbers, int limit, String what, Problems problems) {
    numbers.stream()
        .filter(number -> number >= limit)
        .findFirst()
        .ifPresent(
            number ->
                problems.add(
                    name,
                    "%d is none of the %d %s, which are numbered from 0"
                        .formatted(number, limit, what)));
  }

  /** As an array. */
  static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** As an array. */
  static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether each is 1. */
  static boolean[] flags(List<Integer> bits) {
    boolean[] flags = new boolean[bits.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = bits.get(i) == 1;
    }
    return flags;
  }
}
