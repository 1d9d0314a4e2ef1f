package dev.braid.core.experiment;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.core.engine.EngineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run was made with: {@code environment.json}. Results are the same where these are. A run
 * that went on with something else has that under {@code resumed}, the newest last.
 */
final class Environment {

  static final String FILE = "environment.json";

  private static final String THREADS = "engine_threads";
  private static final String DATA = "data_sha256";
  private static final String RESUMED = "resumed";

  /** Variables that change what the engine computes or how fast. */
  private static final Pattern VARIABLES =
      Pattern.compile(
          "(OMP|GOMP|KMP|MKL|ATEN|DNNL|ONEDNN|TORCH|PYTORCH|CUDA|CUBLAS|MALLOC|DJL)_.*|BRAID_JAVA_OPTS|LD_PRELOAD");

  /** What cannot change the bits of a run that goes on; its data are compared for themselves. */
  private static final Pattern HARMLESS =
      Pattern.compile("git_.*|os|processors|MALLOC_.*|TORCH_CPP_LOG_LEVEL|BRAID_JAVA_OPTS|" + DATA);

  /** Names of the others. */
  static final Predicate<String> FOR_BITS = HARMLESS.asMatchPredicate().negate();

  private Environment() {}

  /**
   * Describes where this process runs.
   *
   * @param base the folder of the spec
   * @param origin of the model's first values, or null
   */
  static JsonNode describe(Path base, Dataset data, @Nullable Origin origin) {
    Engine engine = Engine.getInstance();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("braid", version());
    map.put("java", System.getProperty("java.version"));
    map.put("java_vendor", System.getProperty("java.vendor"));
    map.put("djl", Engine.getDjlVersion());
    map.put("engine", engine.getEngineName());
    map.put("engine_version", engine.getVersion());
    map.put(THREADS, EngineSettings.threads());
    map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    map.put("arch", System.getProperty("os.arch"));
    map.put("cpu", Machine.cpu());
    map.put("processors", Runtime.getRuntime().availableProcessors());
    Machine.commit(base)
        .ifPresent(
            commit -> {
              map.put("git_commit", commit.hash());
              map.put("git_changed", commit.changed());
            });
    map.put(DATA, DataHash.of(data));
    if (origin != null) {
      origin.record(map);
    }
    Map<String, String> variables = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (VARIABLES.matcher(name).matches()) {
                variables.put(name, value);
              }
            });
    map.put("variables", variables);
    return new ObjectMapper().valueToTree(map);
  }

  /** Of Braid. */
  static String version() {
    String version = Environment.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** All that a run was made with: one thing, or more where it went on with something else. */
  static List<JsonNode> sessions(JsonNode recorded) {
    List<JsonNode> sessions = new ArrayList<>(List.of(recorded));
    recorded.path(RESUMED).forEach(sessions::add);
    return sessions;
  }

  /** What a run was made with last. */
  static JsonNode newest(JsonNode recorded) {
    List<JsonNode> sessions = sessions(recorded);
    return sessions.get(sessions.size() - 1);
  }

  /** What was recorded, and that the run went on with something else. */
  static JsonNode resumed(JsonNode recorded, JsonNode now) {
    ObjectNode all = recorded.deepCopy();
    ArrayNode sessions = all.withArray(RESUMED);
    sessions.add(now);
    return all;
  }

  /** The engine's threads that were recorded last. */
  static @Nullable Integer threads(JsonNode recorded, @Nullable Integer otherwise) {
    int threads = newest(recorded).path(THREADS).asInt();
    return threads > 0 ? Integer.valueOf(threads) : otherwise;
  }

  /** What is wrong with the data of a run that should be as recorded, or null. */
  static @Nullable String otherData(JsonNode recorded, JsonNode now) {
    return recorded.has(DATA) && !recorded.get(DATA).equals(now.get(DATA))
        ? "its data are not what they were when it began"
        : null;
  }

  /** A line for each thing that is not as recorded: {@code cpu: A → B}. */
  static List<String> differences(JsonNode recorded, JsonNode now, Predicate<String> names) {
    Map<String, String> before = flat(recorded);
    Map<String, String> after = flat(now);
    Set<String> all = new LinkedHashSet<>(before.keySet());
    all.addAll(after.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : all) {
      String was = before.getOrDefault(name, "(none)");
      String is = after.getOrDefault(name, "(none)");
      if (!was.equals(is) && names.test(name)) {
        lines.add("%s: %s → %s".formatted(name, was, is));
      }
    }
    return lines;
  }

  private static Map<String, String> flat(JsonNode node) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getValue().isObject()) {
        flat(entry.getValue()).forEach((name, value) -> values.put(name, value));
      } else {
        values.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return values;
  }
}
