package dev.braid.core.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.run.Safetensors;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file with {@code input.*}, {@code param.*}, {@code output} and gradients, and the
 * operator and its options in the metadata. Whether its tensors fit the operator is looked at by
 * {@link GoldenShapes}.
 */
final class GoldenFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, String> metadata;
  private final Map<String, NDArray> tensors;
  private final FusionInputs inputs;

  private GoldenFile(Path file, Safetensors.Content content) throws BadGoldenException {
    this.file = file;
    this.metadata = content.metadata();
    this.tensors = content.arrays();
    this.inputs = inputs(modalities());
  }

  /** Reads a file; its arrays belong to the manager. */
  static GoldenFile read(Path file, NDManager manager) throws IOException, BadGoldenException {
    return new GoldenFile(file, Safetensors.readAll(file, manager));
  }

  Path file() {
    return file;
  }

  String operator() throws BadGoldenException {
    return metadata("operator");
  }

  /** The name of the case; the file's where it names none. */
  String name() {
    String name = metadata.get("case");
    return name != null ? name : String.valueOf(file.getFileName());
  }

  /** The operator as it would stand in a spec. */
  Node.MapNode fusion() throws BadGoldenException, SpecException {
    Position whole = new Position(file.toString(), 0, 0);
    Node.MapNode options = SpecReader.json(metadata("options"), file + " options");
    Map<String, Node.Entry> entries = new LinkedHashMap<>(options.entries());
    entries.put("type", new Node.Entry(whole, new Node.ScalarNode(whole, operator(), operator())));
    return new Node.MapNode(whole, entries);
  }

  /** The inputs in the order of the operator. */
  FusionInputs inputs() {
    return inputs;
  }

  /** All tensors by name. */
  Map<String, NDArray> tensors() {
    return tensors;
  }

  /** A tensor that must be there. */
  NDArray tensor(String name) throws BadGoldenException {
    NDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new BadGoldenException(file, "it has no tensor '" + name + "'");
    }
    return tensor;
  }

  /** A tensor that may be left out. */
  @Nullable NDArray find(String name) {
    return tensors.get(name);
  }

  private String metadata(String key) throws BadGoldenException {
    String value = metadata.get(key);
    if (value == null) {
      throw new BadGoldenException(
          file, "its metadata has no '" + key + "'; it needs operator, options and modalities");
    }
    return value;
  }

  private List<String> modalities() throws BadGoldenException {
    List<String> names = new ArrayList<>();
    try {
      JsonNode list = JSON.readTree(metadata("modalities"));
      for (JsonNode name : list) {
        names.add(list.isArray() && name.isTextual() ? name.textValue() : "");
      }
    } catch (JsonProcessingException e) {
      names.clear();
    }
    if (names.isEmpty() || names.contains("") || new HashSet<>(names).size() < names.size()) {
      throw new BadGoldenException(
          file,
          "its metadata 'modalities' is %s, not a JSON list of different names"
              .formatted(metadata("modalities")));
    }
    return names;
  }

  private FusionInputs inputs(List<String> names) throws BadGoldenException {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String name : names) {
      Shape shape = tensor("input." + name).getShape();
      if (shape.dimension() < 2 || shape.dimension() > 3 || shape.size() == 0) {
        throw new BadGoldenException(
            file,
            "input.%s is %s; an input is [samples, width] or [samples, tokens, width]"
                .formatted(name, GoldenShapes.words(shape)));
      }
      widths.put(name, (int) shape.get(shape.dimension() - 1));
    }
    return new FusionInputs(widths);
  }
}
