package dev.braid.core.compare;

import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The spec with one of its inputs alone, and without what only makes sense with several. */
final class Alone {

  private static final Position AT = new Position(OptionRecords.DEFAULT, 0, 0);
  private static final Node NONE = Sweep.scalar(null, AT);

  private final List<Change> changes = new ArrayList<>();
  private final Node.MapNode spec;

  Alone(Node.MapNode base, Node.MapNode inputs, String input) throws SpecException {
    inputs.entries().keySet().stream()
        .filter(other -> !other.equals(input))
        .forEach(other -> changes.add(new Change("inputs." + other, NONE, AT)));
    changes.add(new Change("fusion", Sweep.scalar("sum", AT), AT));
    if (base.get("training") instanceof Node.MapNode training) {
      for (String key : List.of("modality_dropout", "balance")) {
        if (training.get(key) != null) {
          changes.add(new Change("training." + key, NONE, AT));
        }
      }
      if (training.get("groups") instanceof Node.MapNode groups) {
        changes.add(new Change("training.groups", own(groups, input), AT));
      }
    }
    Node.MapNode tree = base;
    for (Change change : changes) {
      tree = Overrides.set(tree, change.key(), change.value(), AT);
    }
    spec = tree;
  }

  /** Patterns of what is left: the input's encoder and the head. */
  private static Node own(Node.MapNode groups, String input) {
    Map<String, Node.Entry> kept = new LinkedHashMap<>();
    groups
        .entries()
        .forEach(
            (pattern, entry) -> {
              if (pattern.startsWith("encoders." + input + ".") || pattern.startsWith("head.")) {
                kept.put(pattern, entry);
              }
            });
    return new Node.MapNode(AT, kept);
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  Node.MapNode spec() {
    return spec;
  }
}
