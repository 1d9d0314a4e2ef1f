package dev.braid.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.braid.core.run.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run directory holds. */
final class RunFiles {

  private static final String TIMED =
      "\\.lock|timings\\.jsonl|cost\\.json|report\\.html|MODEL_CARD\\.md|events\\.out\\..*";

  private RunFiles() {}

  /** The values of each array of a checkpoint's file, by name. */
  static Map<String, float[]> values(Path file) throws IOException {
    Map<String, float[]> values = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager()) {
      for (Map.Entry<String, NDArray> entry : Safetensors.read(file, manager).entrySet()) {
        values.put(entry.getKey(), entry.getValue().toType(DataType.FLOAT32, false).toFloatArray());
      }
    }
    if (values.isEmpty()) {
      throw new AssertionError(file + " holds nothing");
    }
    return values;
  }

  /** Makes a run as it is that came to the end of its training and no further. */
  static void unfinish(Path run) throws IOException {
    Path file = run.resolve("run.json");
    Files.writeString(
        file, Files.readString(file).replace("\"finished\" : true", "\"finished\" : false"));
    Files.delete(run.resolve("test.json"));
    Files.delete(run.resolve("predictions.jsonl"));
  }

  /** What is wrong with a line of {@code metrics.jsonl} by its schema. */
  static Set<ValidationMessage> faults(String line) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("../docs/metrics.schema.json")))
        .validate(line, InputFormat.JSON);
  }

  /**
   * All but how long things took, by path: the text of a file, or the SHA-256 of one that is none.
   */
  static Map<String, String> of(Path run) throws IOException, NoSuchAlgorithmException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(run)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(path).toString();
        if (!name.matches(TIMED)) {
          byte[] bytes = Files.readAllBytes(path);
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
          files.put(
              name,
              name.endsWith(".safetensors")
                  ? HexFormat.of().formatHex(hash)
                  : new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    return files;
  }
}
