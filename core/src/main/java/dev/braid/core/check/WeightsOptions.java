package dev.braid.core.check;

import dev.braid.api.Option;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.train.ParameterPattern;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code weights}: the run whose values a model starts from.
 *
 * @param run its folder; in a checked spec from the root of the file system
 */
public record WeightsOptions(
    @Option("the run to start from, such as runs/pretrain/1; relative to where Braid is started")
        String run,
    @Option(
            "patterns of names of the parameters to take over, such as encoders.*; by default all"
                + " but head.* and auxiliary.*")
        @Nullable List<String> parts,
    @Option(value = "which of the run's checkpoints", byDefault = "best") Checkpoint checkpoint) {

  static final String KEY = "weights";

  /** One of the checkpoints of a run. */
  public enum Checkpoint {
    /** The best on its validation split. */
    BEST,
    /** The newest. */
    LAST
  }

  /** Refuses what can name no folder, and parts that would take over nothing. */
  public WeightsOptions {
    try {
      run = Path.of(run).toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("run can be no folder: " + e.getMessage(), e);
    }
    if (parts != null && parts.isEmpty()) {
      throw new IllegalArgumentException(
          "parts is empty; name what to take over, or leave weights out");
    }
  }

  /** Those that a spec has, or null where it has none or they are wrong. */
  static OptionRecords.@Nullable Result<WeightsOptions> of(
      Node.MapNode root, ProblemList problems) {
    Node node = root.get(KEY);
    if (node == null || (node instanceof Node.ScalarNode empty && empty.value() == null)) {
      return null;
    }
    if (node instanceof Node.MapNode map) {
      return OptionRecords.bind(map, WeightsOptions.class, KEY, KEY, List.of(), problems);
    }
    problems.add(node.position(), KEY, "wants a mapping such as {run: runs/pretrain/1}");
    return null;
  }

  /** Whether a parameter is one of those to take over. */
  public boolean takes(String name) {
    return parts == null
        ? !name.startsWith("head.") && !name.startsWith("auxiliary.")
        : parts.stream()
            .anyMatch(part -> !new ParameterPattern(part).among(List.of(name)).isEmpty());
  }

  /**
   * The spec with the path of the run from the root of the file system, so that it means the same
   * wherever the spec is used again.
   */
  public static Node.MapNode settled(Node.MapNode root) {
    Node.Entry section = root.entries().get(KEY);
    if (section == null
        || !(section.value() instanceof Node.MapNode map)
        || !(map.get("run") instanceof Node.ScalarNode given)
        || given.value() == null) {
      return root;
    }
    String path;
    try {
      path = Path.of(given.text()).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      return root; // the check of the spec says so
    }
    Node.ScalarNode run = new Node.ScalarNode(given.position(), path, path);
    Node.MapNode options = with(map, "run", run);
    return with(root, KEY, options);
  }

  private static Node.MapNode with(Node.MapNode map, String key, Node value) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(map.entries());
    entries.computeIfPresent(key, (k, old) -> new Node.Entry(old.keyPosition(), value));
    return new Node.MapNode(map.position(), entries);
  }
}
