package dev.braid.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The samples that a run left out, by split, each counted once however often it was met. For one
 * thread.
 */
public final class BrokenSamples {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Map<String, BrokenSample>> splits = new LinkedHashMap<>();
  private final Map<String, Integer> totals = new LinkedHashMap<>();

  /** Tells how many samples a split had with all that are broken. */
  public void total(String split, int samples) {
    totals.put(split, samples);
  }

  /** Adds to a split. */
  public Consumer<BrokenSample> split(String split) {
    return broken -> add(split, broken);
  }

  /** Adds one; the first reason of a sample stays. */
  public void add(String split, BrokenSample broken) {
    splits
        .computeIfAbsent(split, key -> new LinkedHashMap<>())
        .putIfAbsent(broken.sample(), broken);
  }

  /** Adds those of another. */
  public void addAll(BrokenSamples other) {
    totals.putAll(other.totals);
    other.splits.forEach((split, samples) -> samples.values().forEach(one -> add(split, one)));
  }

  /** Those of a split, in the order in which they were met. */
  public Collection<BrokenSample> of(String split) {
    return splits.getOrDefault(split, Map.of()).values();
  }

  /** Their number by split, then by input. */
  public Map<String, Map<String, Integer>> counts() {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    splits.forEach((split, samples) -> counts.put(split, counts(samples.values())));
    return counts;
  }

  private static Map<String, Integer> counts(Collection<BrokenSample> samples) {
    Map<String, Integer> counts = new TreeMap<>();
    samples.forEach(broken -> counts.merge(broken.input(), 1, Integer::sum));
    return counts;
  }

  /**
   * A line for people: {@code skipped 3 of 1200 train samples (picture 2, target 1); the first: …};
   * empty where none was left out.
   */
  public Optional<String> line(String split) {
    Collection<BrokenSample> samples = of(split);
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    BrokenSample first = samples.iterator().next();
    String by = counts(samples).toString().replaceAll("[{}]", "").replace('=', ' ');
    return Optional.of(
        "skipped %d of %d %s samples (%s); the first: %s: %s"
            .formatted(
                samples.size(),
                totals.getOrDefault(split, samples.size()),
                split,
                by,
                first.sample(),
                first.reason().lines().findFirst().orElse("")));
  }

  /** Writes one line of JSON a sample; no file where there is none. */
  public void write(Path file) throws IOException {
    if (splits.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Map<String, BrokenSample>> split : splits.entrySet()) {
      for (BrokenSample broken : split.getValue().values()) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("split", split.getKey());
        line.put("sample", broken.sample());
        line.put("input", broken.input());
        line.put("reason", broken.reason());
        text.append(JSON.writeValueAsString(line)).append('\n');
      }
    }
    AtomicFiles.write(file, text.toString());
  }

  /** Adds what {@link #write} wrote, if the file is there, so that a run that goes on knows it. */
  public void read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      JsonNode node = JSON.readTree(line);
      add(
          node.path("split").asText(),
          new BrokenSample(
              node.path("sample").asText(),
              node.path("input").asText(),
              node.path("reason").asText()));
    }
  }
}
