package dev.braid.core.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each test sample was worth, from a run's {@code predictions.jsonl}: the task's {@code
 * value}, or, from a task that gives none, 1 where the first prediction is the target, else 0. Only
 * where their mean is the task's primary measure do they say anything about it; otherwise there are
 * no scores.
 */
final class Scores {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SAME = 1e-6;

  private final String measure;
  private final Map<Path, Map<String, Answer>> byRun = new HashMap<>();
  private boolean otherSamples;

  Scores(String measure) {
    this.measure = measure;
  }

  /** What is right for a sample, or empty where that is not told, and what the run got for it. */
  record Answer(String target, double score) {}

  /** Whether a difference so far was between runs that were measured on different samples. */
  boolean otherSamples() {
    return otherSamples;
  }

  /**
   * The difference of one variant to another with its interval, over the seeds and samples that
   * both have; null where they share none.
   */
  Leaderboard.@Nullable Difference between(Entry one, Entry best) throws IOException {
    Map<Long, TrialResult> bests = new LinkedHashMap<>();
    best.results().forEach(result -> bests.put(result.trial().seed(), result));
    double sum = 0;
    int seeds = 0;
    Map<TrialResult, TrialResult> pairs = new LinkedHashMap<>();
    for (TrialResult result : one.results()) {
      TrialResult other = bests.get(result.trial().seed());
      Double value = result.test(measure);
      Double reference = other == null ? null : other.test(measure);
      if (other != null && value != null && reference != null) {
        sum += value - reference;
        seeds++;
        pairs.put(result, other);
      }
    }
    if (seeds == 0) {
      return null;
    }
    List<double[]> rows = rows(pairs);
    return rows.isEmpty()
        ? new Leaderboard.Difference(sum / seeds, null, null)
        : PairedBootstrap.standard().of(rows);
  }

  /** A row of paired differences per seed over the samples that all have; none without scores. */
  private List<double[]> rows(Map<TrialResult, TrialResult> pairs) throws IOException {
    Set<String> samples = new LinkedHashSet<>();
    Map<String, String> targets = new HashMap<>();
    boolean first = true;
    for (Map.Entry<TrialResult, TrialResult> pair : pairs.entrySet()) {
      for (TrialResult result : List.of(pair.getKey(), pair.getValue())) {
        Map<String, Answer> scores = of(result);
        if (scores.isEmpty()) {
          return List.of();
        }
        for (Map.Entry<String, Answer> one : scores.entrySet()) {
          String target = one.getValue().target();
          if (!targets.computeIfAbsent(one.getKey(), id -> target).equals(target)) {
            otherSamples = true; // one id for two samples: there is nothing to pair
            return List.of();
          }
        }
        if (first) {
          samples.addAll(scores.keySet());
          first = false;
        } else {
          samples.retainAll(scores.keySet());
        }
      }
    }
    if (samples.isEmpty()) {
      return List.of();
    }
    List<double[]> rows = new java.util.ArrayList<>();
    for (Map.Entry<TrialResult, TrialResult> pair : pairs.entrySet()) {
      Map<String, Answer> mine = of(pair.getKey());
      Map<String, Answer> its = of(pair.getValue());
      rows.add(
          samples.stream()
              .mapToDouble(
                  id ->
                      Objects.requireNonNull(mine.get(id)).score()
                          - Objects.requireNonNull(its.get(id)).score())
              .toArray());
    }
    return rows;
  }

  /** By sample id, sorted as the run wrote them; empty where there are none. */
  private Map<String, Answer> of(TrialResult result) throws IOException {
    Path run = Objects.requireNonNull(result.run());
    Map<String, Answer> known = byRun.get(run);
    if (known == null) {
      known = read(run.resolve("predictions.jsonl"));
      double mean = known.values().stream().mapToDouble(Answer::score).average().orElse(0);
      Double measured = result.test(measure);
      if (measured == null || Math.abs(measured - mean) > SAME * Math.max(1, Math.abs(mean))) {
        known = Map.of();
      }
      byRun.put(run, known);
    }
    return known;
  }

  static Map<String, Answer> read(Path file) throws IOException {
    Map<String, Answer> scores = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      return scores;
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode node = JSON.readTree(line);
        JsonNode target = node.path("target");
        JsonNode label = node.path("predictions").path(0).path("label");
        JsonNode value = node.path("value");
        double score = value.isNumber() ? value.asDouble() : label.equals(target) ? 1 : 0;
        Answer answer = new Answer(target.asText(), score);
        boolean doubled = scores.put(node.path("id").asText(), answer) != null;
        if (doubled || (target.isMissingNode() && !value.isNumber())) {
          return Map.of(); // nothing to pair by, or nothing to be right about
        }
      }
    }
    return scores;
  }
}
