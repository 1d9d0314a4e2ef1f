package dev.braid.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accuracies of groups that fit on a page: the largest in their given order, the rest together.
 *
 * @param others how many groups are in the rest; 0 where all are shown
 */
record Groups(List<Group> shown, int others) {

  static final int MOST = 30;

  /** A group, or the rest of them. */
  record Group(String name, double accuracy, long samples) {}

  /** Of {@code details.groups} of a test.json. */
  static Groups of(JsonNode groups) {
    List<Group> all = new ArrayList<>();
    for (JsonNode group : groups) {
      all.add(
          new Group(
              group.path("group").asText(),
              group.path("accuracy").asDouble(),
              group.path("samples").asLong()));
    }
    if (all.size() <= MOST + 1) { // one group alone needs no rest
      return new Groups(all, 0);
    }
    Set<Group> largest =
        all.stream()
            .sorted(Comparator.comparingLong((Group group) -> -group.samples()))
            .limit(MOST)
            .collect(Collectors.toSet());
    List<Group> shown = new ArrayList<>(all);
    shown.removeIf(group -> !largest.contains(group));
    List<Group> rest = new ArrayList<>(all);
    rest.removeIf(largest::contains);
    long samples = rest.stream().mapToLong(Group::samples).sum();
    double right = rest.stream().mapToDouble(group -> group.accuracy() * group.samples()).sum();
    shown.add(new Group(rest.size() + " others", samples == 0 ? 0 : right / samples, samples));
    return new Groups(shown, rest.size());
  }

  /** Whether a group is shown by itself. */
  boolean show(String name) {
    return others == 0 || shown.stream().limit(MOST).anyMatch(group -> group.name().equals(name));
  }
}
