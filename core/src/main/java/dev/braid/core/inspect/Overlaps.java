package dev.braid.core.inspect;

import dev.braid.core.inspect.Inspection.Overlap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what splits share; keeps a hash of each different thing, and where it was first. */
final class Overlaps {

  private final List<String> splits;
  private final Map<Print, Map<String, Place>> places = new LinkedHashMap<>();

  /** Where a thing is in one split. */
  private static final class Place {
    private final String first;
    private int samples;

    Place(String first) {
      this.first = first;
    }
  }

  Overlaps(List<String> splits) {
    this.splits = splits;
  }

  void add(String split, Print print, String sample) {
    places
        .computeIfAbsent(print, key -> new LinkedHashMap<>(4))
        .computeIfAbsent(split, key -> new Place(sample))
        .samples++;
  }

  /** For each pair of splits that share something. */
  List<Overlap> between() {
    List<Overlap> overlaps = new ArrayList<>();
    for (int a = 0; a < splits.size(); a++) {
      for (int b = a + 1; b < splits.size(); b++) {
        String first = splits.get(a);
        String second = splits.get(b);
        List<Map<String, Place>> shared =
            places.values().stream()
                .filter(place -> place.containsKey(first) && place.containsKey(second))
                .toList();
        if (!shared.isEmpty()) {
          overlaps.add(
              new Overlap(
                  first,
                  second,
                  shared.stream().mapToInt(place -> at(place, second).samples).sum(),
                  at(shared.get(0), first).first,
                  at(shared.get(0), second).first));
        }
      }
    }
    return overlaps;
  }

  /** How many are in their split already, by split. */
  Counts copies() {
    Counts copies = new Counts(splits);
    for (Map<String, Place> place : places.values()) {
      place.forEach((split, one) -> copies.add(split, one.samples - 1));
    }
    return copies;
  }

  private static Place at(Map<String, Place> places, String split) {
    return Objects.requireNonNull(places.get(split));
  }
}
