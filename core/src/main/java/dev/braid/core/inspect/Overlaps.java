package dev.braid.core.inspect;

import dev.braid.core.inspect.Inspection.Overlap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what splits share; keeps a hash of each different thing, and where it was first. */
final class Overlaps {

  private final List<String> splits;
  private final Map<Print, Places> places = new LinkedHashMap<>();

  /** Where a thing is, by the number of the split: arrays, since there is one for each sample. */
  private static final class Places {
    private final @Nullable String[] first;
    private final int[] samples;

    Places(int splits) {
      first = new String[splits];
      samples = new int[splits];
    }
  }

  Overlaps(List<String> splits) {
    this.splits = splits;
  }

  void add(String split, Print print, String sample) {
    Places where = places.computeIfAbsent(print, key -> new Places(splits.size()));
    int number = splits.indexOf(split);
    if (where.samples[number]++ == 0) {
      where.first[number] = sample;
    }
  }

  /** For each pair of splits that share something. */
  List<Overlap> between() {
    List<Overlap> overlaps = new ArrayList<>();
    for (int a = 0; a < splits.size(); a++) {
      for (int b = a + 1; b < splits.size(); b++) {
        between(a, b, overlaps);
      }
    }
    return overlaps;
  }

  private void between(int a, int b, List<Overlap> overlaps) {
    Places first = null;
    int samples = 0;
    for (Places where : places.values()) {
      if (where.samples[a] > 0 && where.samples[b] > 0) {
        first = first == null ? where : first;
        samples += where.samples[b];
      }
    }
    if (first != null) {
      overlaps.add(
          new Overlap(
              splits.get(a),
              splits.get(b),
              samples,
              String.valueOf(first.first[a]),
              String.valueOf(first.first[b])));
    }
  }

  /** How many are in their split already, by split. */
  Counts copies() {
    Counts copies = new Counts(splits);
    for (Places where : places.values()) {
      for (int i = 0; i < where.samples.length; i++) {
        copies.add(splits.get(i), Math.max(0, where.samples[i] - 1));
      }
    }
    return copies;
  }
}
