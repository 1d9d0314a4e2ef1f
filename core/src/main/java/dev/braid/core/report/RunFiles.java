package dev.braid.core.report;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.braid.core.run.Damage;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.Safetensors;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run directory says about its run. A run that was stopped early lacks some files; what they
 * would hold is then missing here too.
 *
 * @param spec the complete spec as text
 * @param tree the same as a tree
 * @param metrics the lines of {@code metrics.jsonl}
 * @param state of the best checkpoint
 * @param manifest of the best checkpoint: the SHA-256 of its files
 * @param shapes of each array of the best checkpoint
 * @param examples a few samples of the test split
 */
record RunFiles(
    RunDirectory run,
    String spec,
    Node.MapNode tree,
    List<JsonNode> metrics,
    JsonNode test,
    JsonNode environment,
    JsonNode settings,
    JsonNode cost,
    JsonNode state,
    JsonNode manifest,
    Map<String, Shape> shapes,
    List<Example> examples) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static RunFiles read(RunDirectory run) throws IOException {
    Path best = best(run);
    Path weights = best.resolve("model.safetensors");
    return new RunFiles(
        run,
        Files.readString(run.spec()),
        tree(run),
        lines(run.metrics()),
        json(run.path().resolve("test.json")),
        json(run.path().resolve("environment.json")),
        json(run.path().resolve("run.json")),
        json(run.path().resolve("cost.json")),
        json(best.resolve("state.json")),
        json(best.resolve("manifest.json")),
        Files.isRegularFile(weights) ? Safetensors.shapes(weights) : Map.of(),
        Examples.kept(run));
  }

  static Node.MapNode tree(RunDirectory run) throws IOException {
    try {
      return SpecReader.read(run.spec());
    } catch (SpecException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Path best(RunDirectory run) throws IOException {
    Path checkpoints = run.path().resolve("checkpoints");
    JsonNode step = json(checkpoints.resolve("best.json")).path("step");
    return checkpoints.resolve(step.isMissingNode() ? "none" : step.asText());
  }

  static JsonNode json(Path file) throws IOException {
    return Files.isRegularFile(file) ? Damage.json(file) : MissingNode.getInstance();
  }

  /** A last line that was cut off when the run was killed is no line. */
  static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        try {
          nodes.add(JSON.readTree(lines.get(i)));
        } catch (JsonProcessingException e) {
          if (i < lines.size() - 1) {
            throw Damage.of(file, "line " + (i + 1) + " is not JSON");
          }
        }
      }
    }
    return nodes;
  }

  /** The spec's name. */
  String name() {
    return text("name", "run");
  }

  /** A scalar of the spec by its path of keys joined by dots. */
  String text(String path, String otherwise) {
    Node node = tree;
    for (String key : path.split("\\.", -1)) {
      node = node instanceof Node.MapNode map ? map.get(key) : null;
    }
    return node instanceof Node.ScalarNode scalar ? scalar.text() : otherwise;
  }

  /** The measure that chose the checkpoint. */
  String measure() {
    return state.path("metric").asText("accuracy");
  }

  /** Where the run lies. */
  String place() {
    return Figures.place(run.path());
  }

  /** The number of trained values of each part: encoders by input, fusion, head. */
  Map<String, Long> parameters() {
    Map<String, Long> parts = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          if (!name.matches(".*\\.(running_mean|running_var|num_batches_tracked)")) {
            String[] names = name.split("\\.", 3);
            String part = names.length == 3 && names[0].equals("encoders") ? names[1] : names[0];
            parts.merge(part, shape.size(), Long::sum);
          }
        });
    return parts;
  }

  /** SHA-256 of the spec. */
  String specHash() {
    return sha256(spec);
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
