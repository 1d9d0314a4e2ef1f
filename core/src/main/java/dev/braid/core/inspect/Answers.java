package dev.braid.core.inspect;

import dev.braid.core.inspect.Inspection.Contradictions;
import dev.braid.core.inspect.Inspection.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds samples with the same inputs and different targets. */
final class Answers {

  private static final int MOST = 10;

  private final Map<Print, Group> groups = new LinkedHashMap<>();

  /** The samples with the same inputs. */
  private static final class Group {
    private final String sample;
    private final String target;
    private @Nullable Pair pair;
    private int samples;

    Group(String sample, String target) {
      this.sample = sample;
      this.target = target;
    }
  }

  void add(Print inputs, String sample, String target) {
    Group group = groups.computeIfAbsent(inputs, key -> new Group(sample, target));
    group.samples++;
    if (group.pair == null && !group.target.equals(target)) {
      group.pair = new Pair(group.sample, group.target, sample, target);
    }
  }

  Contradictions result() {
    List<Group> contradictory =
        groups.values().stream().filter(group -> group.pair != null).toList();
    return new Contradictions(
        contradictory.size(),
        contradictory.stream().mapToInt(group -> group.samples).sum(),
        contradictory.stream()
            .limit(MOST)
            .map(group -> Objects.requireNonNull(group.pair))
            .toList());
  }
}
