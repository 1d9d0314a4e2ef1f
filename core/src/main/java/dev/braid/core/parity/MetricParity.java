package dev.braid.core.parity;

import dev.braid.core.check.CheckedMetric;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.FileFailure;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds measures against worked examples: a JSON list of mappings with {@code metric}, its name,
 * {@code input} and {@code expected}. Numbers agree within 1e-9, texts exactly.
 */
public final class MetricParity {

  /** The file in a folder. */
  public static final String FILE = "metrics.json";

  private static final JsonDifference DIFFERENCE = new JsonDifference(new Tolerance(0, 1e-9));

  private final PartCatalog catalog;

  /** With the measures that can be named. */
  public MetricParity(PartCatalog catalog) {
    this.catalog = catalog;
  }

  /** Compares every example of a file; what is wrong with one does not hide the others. */
  public List<ParityResult> run(Path file) {
    try {
      Node root = SpecReader.jsonValue(Files.readString(file), file.toString());
      if (!(root instanceof Node.ListNode list) || list.items().isEmpty()) {
        String message =
            root.position() + ": wants a list of mappings with metric, input, expected";
        return List.of(new ParityResult.Unusable(file, message, null));
      }
      Map<String, Integer> counts = new HashMap<>();
      List<ParityResult> results = new ArrayList<>();
      for (Node example : list.items()) {
        results.add(one(file, example, counts));
      }
      return results;
    } catch (IOException e) {
      return List.of(
          new ParityResult.Unusable(file, file + " cannot be read: " + FileFailure.reason(e), e));
    } catch (SpecException e) {
      return List.of(new ParityResult.Unusable(file, String.valueOf(e.getMessage()), e));
    }
  }

  /**
   * Compares one example.
   *
   * @param counts how many there were of each measure before, which gives a case its name
   */
  private ParityResult one(Path file, Node example, Map<String, Integer> counts) {
    if (!(example instanceof Node.MapNode map)
        || !(map.get("metric") instanceof Node.ScalarNode name)
        || !(map.get("input") instanceof Node.MapNode input)
        || map.entries().get("expected") == null) {
      String message =
          example.position() + ": an example is a mapping with metric, input, expected";
      return new ParityResult.Unusable(file, message, null);
    }
    int number = counts.merge(name.text(), 1, Integer::sum);
    try {
      Object result = CheckedMetric.check(name.text(), name.position(), input, catalog).compute();
      Difference difference = DIFFERENCE.between(result, map.entries().get("expected").value());
      return new ParityResult.Compared(file, name.text(), "" + number, difference, null, null);
    } catch (SpecException e) {
      return new ParityResult.Unusable(file, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | LinkageError e) {
      String message = name.position() + ": the measure '" + name.text() + "' failed: " + e;
      return new ParityResult.Unusable(file, message, e);
    }
  }
}
