package dev.braid.core.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.model.Optimizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder {@code checkpoints} of a run: {@code <step>/} with {@code model.safetensors}, {@code
 * optimizer.safetensors}, {@code state.json} and {@code manifest.json}, which holds the SHA-256 of
 * the others. {@code best.json} names the best step.
 */
public final class Checkpoints {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final List<String> FILES =
      List.of("model.safetensors", "optimizer.safetensors", "state.json");
  private static final String UNLIKE =
      "the run's spec.yaml or an override describes another model than was trained";

  private final Path folder;

  /** In a folder that need not exist yet. */
  public Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** Writes a checkpoint and, if it is the best so far, says so. */
  public void save(
      TrainingState state, Map<String, Parameter> parameters, Optimizer optimizer, boolean best)
      throws IOException {
    AtomicFiles.folder(
        at(state.step()),
        target -> {
          Safetensors.write(
              target.resolve("model.safetensors"), arrays(parameters), Map.of("format", "pt"));
          Safetensors.write(target.resolve("optimizer.safetensors"), optimizer.state(), Map.of());
          Files.writeString(target.resolve("state.json"), JSON.writeValueAsString(state));
          Files.writeString(target.resolve("manifest.json"), manifest(target));
        });
    if (best) {
      ObjectNode node = JSON.createObjectNode().put("step", state.step());
      AtomicFiles.write(folder.resolve("best.json"), JSON.writeValueAsString(node));
    }
    prune(state.step());
  }

  /** The step of the best checkpoint. */
  public long best() throws IOException {
    Path file = folder.resolve("best.json");
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          folder
              + " holds no finished checkpoint: training stopped before its first one; train again");
    }
    JsonNode step = Damage.json(file).path("step");
    if (!step.canConvertToLong() || step.asLong() < 0) {
      throw Damage.of(file, "it names no step");
    }
    return step.asLong();
  }

  /** The state of a checkpoint. */
  public TrainingState state(long step) throws IOException {
    return JSON.readValue(at(step).resolve("state.json").toFile(), TrainingState.class);
  }

  /**
   * Loads the values of a model after checking the whole checkpoint.
   *
   * @throws IOException if a file is missing or changed, or names or shapes are not the model's
   */
  public void load(long step, Map<String, Parameter> parameters) throws IOException {
    verify(at(step));
    Path file = at(step).resolve("model.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> saved = Safetensors.read(file, manager);
      for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
        NDArray target = entry.getValue().getArray();
        NDArray source = saved.remove(entry.getKey());
        if (source == null) {
          throw new IOException(
              "%s lacks the model's parameter '%s'; %s".formatted(file, entry.getKey(), UNLIKE));
        }
        if (!source.getShape().equals(target.getShape())) {
          throw new IOException(
              "'%s' is %s in %s, but %s in the model; %s"
                  .formatted(entry.getKey(), source.getShape(), file, target.getShape(), UNLIKE));
        }
        boolean trained = entry.getValue().requiresGradient();
        target.setRequiresGradient(false);
        target.set(new NDIndex("..."), source); // copyTo would make the engine print a warning
        target.setRequiresGradient(trained);
      }
      if (!saved.isEmpty()) {
        throw new IOException(
            "%s has parameters that the model lacks: %s; %s"
                .formatted(file, String.join(", ", saved.keySet()), UNLIKE));
      }
    }
  }

  private static void verify(Path checkpoint) throws IOException {
    Path manifest = checkpoint.resolve("manifest.json");
    if (!Files.isRegularFile(manifest)) {
      throw Damage.of(checkpoint, "it has no manifest.json");
    }
    JsonNode files = Damage.json(manifest);
    for (String name : FILES) {
      if (!files.has(name)) {
        throw Damage.of(checkpoint, "manifest.json does not list " + name);
      }
      Path file = checkpoint.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw Damage.of(checkpoint, name + " is missing");
      }
      if (!hash(file).equals(files.get(name).asText())) {
        throw Damage.of(checkpoint, name + " is not what was written (SHA-256 differs)");
      }
    }
  }

  private void prune(long latest) throws IOException {
    long best = Files.isRegularFile(folder.resolve("best.json")) ? best() : latest;
    List<Path> all;
    try (Stream<Path> list = Files.list(folder)) {
      all = list.filter(Files::isDirectory).toList();
    }
    for (Path one : all) {
      String name = String.valueOf(one.getFileName());
      if (!name.equals(Long.toString(latest)) && !name.equals(Long.toString(best))) {
        AtomicFiles.delete(one);
      }
    }
  }

  private Path at(long step) {
    return folder.resolve(Long.toString(step));
  }

  private static String manifest(Path target) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    for (Path file : AtomicFiles.files(target)) {
      node.put(String.valueOf(file.getFileName()), hash(file));
    }
    return JSON.writeValueAsString(node);
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, NDArray> arrays(Map<String, Parameter> parameters) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }
}
