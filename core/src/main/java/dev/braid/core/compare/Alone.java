package dev.braid.core.compare;

import dev.braid.core.check.WeightsOptions;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecException;
import dev.braid.core.train.ParameterGroups;
import dev.braid.core.train.ParameterPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    }
    Node.MapNode tree = base;
    for (Change change : changes) {
      tree = Overrides.set(tree, change.key(), change.value(), AT);
    }
    spec = tree;
  }

  private Alone(Alone other, Change more) throws SpecException {
    changes.addAll(other.changes);
    changes.add(more);
    spec = Overrides.set(other.spec, more.key(), more.value(), AT);
  }

  /**
   * With what is taken over of the input's own encoder, or without {@code weights} where that is
   * nothing.
   *
   * @param names of the parameters of the run that is taken over from
   */
  Alone starting(String input, WeightsOptions weights, Set<String> names) throws SpecException {
    String prefix = "encoders." + input + ".";
    List<String> theirs = names.stream().filter(name -> name.startsWith(prefix)).toList();
    List<String> parts =
        Objects.requireNonNullElse(weights.parts(), List.of(prefix + "*")).stream()
            .filter(part -> !new ParameterPattern(part).among(theirs).isEmpty())
            .map(part -> part.startsWith("encoders.") ? part : prefix + "*")
            .distinct()
            .toList();
    List<Node> nodes = new ArrayList<>();
    parts.forEach(part -> nodes.add(Sweep.scalar(part, AT)));
    return new Alone(
        this,
        parts.isEmpty()
            ? new Change("weights", NONE, AT)
            : new Change("weights.parts", new Node.ListNode(AT, nodes), AT));
  }

  /** Without the groups whose pattern matches nothing that is left. */
  Alone matching(ParameterGroups matches) throws SpecException {
    Map<String, Node.Entry> kept = new LinkedHashMap<>();
    Map<String, Node.Entry> all =
        spec.get("training") instanceof Node.MapNode training
                && training.get("groups") instanceof Node.MapNode groups
            ? groups.entries()
            : Map.of();
    all.forEach(
        (pattern, entry) -> {
          if (!matches.matched(pattern).isEmpty()) {
            kept.put(pattern, entry);
          }
        });
    return kept.size() == all.size()
        ? this
        : new Alone(this, new Change("training.groups", new Node.MapNode(AT, kept), AT));
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  Node.MapNode spec() {
    return spec;
  }
}
