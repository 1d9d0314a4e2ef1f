package dev.braid.fusion;

import java.util.ArrayList;
import java.util.List;

/** Two inputs, the first before the second. */
record Pair(String a, String b) {

  /** All pairs, in order: (1, 2), (1, 3), ..., (2, 3), ... */
  static List<Pair> of(List<String> names) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        pairs.add(new Pair(names.get(i), other));
      }
    }
    return pairs;
  }

  /** As parameters are named after it. */
  String name() {
    return a + "." + b;
  }
}
