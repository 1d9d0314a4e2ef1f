package dev.braid.core.compare;

import dev.braid.api.Option;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.Problem;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a sweep file; every problem is reported with its place. */
public final class SweepReader {

  private static final List<String> OWN = List.of("vary", "seeds");

  private final ProblemList problems = new ProblemList();

  private SweepReader() {}

  /** From the tree of a file. */
  public static Sweep read(Node.MapNode root) throws SpecException {
    SweepReader reader = new SweepReader();
    List<Axis> axes = reader.axes(root);
    Map<String, Node.Entry> plain = new LinkedHashMap<>(root.entries());
    List<Long> seeds = reader.seeds(plain);
    OptionRecords.Result<Sweep.Settings> settings =
        OptionRecords.bind(
            new Node.MapNode(root.position(), plain),
            Sweep.Settings.class,
            "a sweep",
            "",
            OWN,
            reader.problems);
    reader.problems.throwIfAny();
    return new Sweep(axes, seeds, Objects.requireNonNull(settings).value());
  }

  private List<Axis> axes(Node.MapNode root) {
    Node vary = root.get("vary");
    if (!(vary instanceof Node.MapNode map) || map.entries().isEmpty()) {
      problems.add(
          vary == null ? root.position() : vary.position(),
          "vary",
          "names the keys that vary, such as vary: {fusion: [sum, concat]}");
      return List.of();
    }
    List<Axis> axes = new ArrayList<>();
    map.entries().forEach((key, entry) -> axis(key, entry, axes));
    return axes;
  }

  private void axis(String key, Node.Entry entry, List<Axis> axes) {
    Node value = entry.value();
    String path = "vary." + key;
    if (value instanceof Node.ListNode list && !list.items().isEmpty()) {
      axes.add(new Axis.Choice(key, entry.keyPosition(), list.items()));
    } else if (value instanceof Node.ScalarNode scalar && scalar.text().equals(Variants.ALL)) {
      axes.add(new Axis.Choice(key, entry.keyPosition(), List.of(scalar)));
    } else if (value instanceof Node.MapNode map) {
      OptionRecords.Result<RangeOptions> range =
          OptionRecords.bind(map, RangeOptions.class, "a range", path, List.of(), problems);
      if (range == null) {
        return;
      }
      RangeOptions options = range.value();
      if (options.min >= options.max || (options.scale == Scale.LOG && options.min <= 0)) {
        problems.add(map.position(), path, "min is below max, and on a log scale it is above 0");
        return;
      }
      axes.add(
          new Axis.Range(
              key,
              entry.keyPosition(),
              options.min,
              options.max,
              options.scale == Scale.LOG,
              whole(map, "min") && whole(map, "max")));
    } else {
      problems.add(
          value.position(),
          path,
          "wants a list of values, or a range such as {min: 0.0001, max: 0.01, scale: log}");
    }
  }

  private static boolean whole(Node.MapNode map, String key) {
    return map.get(key) instanceof Node.ScalarNode scalar && scalar.value() instanceof Long;
  }

  /** A number of seeds is a setting like the others; a list is taken out. */
  private List<Long> seeds(Map<String, Node.Entry> plain) {
    Node.Entry entry = plain.get("seeds");
    List<Long> seeds = new ArrayList<>();
    if (entry == null) {
      return seeds;
    }
    if (!(entry.value() instanceof Node.ListNode list)) {
      plain.put("seed_count", entry);
      return seeds;
    }
    for (Node item : list.items()) {
      if (item instanceof Node.ScalarNode scalar
          && scalar.value() instanceof Long seed
          && seed >= 0
          && !seeds.contains(seed)) {
        seeds.add(seed);
      } else {
        problems.add(item.position(), "seeds", "a seed is a whole number from 0 on, each one once");
      }
    }
    if (list.items().isEmpty()) {
      problems.add(list.position(), "seeds", "names at least one");
    }
    return seeds;
  }

  static SpecException fail(Position at, String path, String message) {
    return new SpecException(List.of(new Problem(at, path, message)));
  }

  private enum Scale {
    LINEAR,
    LOG
  }

  private record RangeOptions(
      @Option("the smallest value") double min,
      @Option("the largest value") double max,
      @Option(value = "what is drawn uniformly", byDefault = "linear") Scale scale) {}
}
