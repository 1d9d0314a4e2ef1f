package dev.braid.core.experiment;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.braid.api.data.BadDataException;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.WeightsOptions;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.BrokenPolicy;
import dev.braid.core.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run that was made earlier is what its spec would make now: the spec with all defaults,
 * the data, the weights it started from and the versions of Braid and the engine are the same. Data
 * and weights that cannot be opened now cannot be compared and count as the same.
 */
public final class Takeover {

  private static final String DATA = "data_sha256";
  private static final Set<String> VERSIONS = Set.of("braid", "djl", "engine", "engine_version");

  private final Path base;
  private final Path cache;
  private final int threads;
  private final Map<List<Object>, Optional<String>> hashes = new HashMap<>();
  private final Map<Optional<WeightsOptions>, Optional<String>> origins = new HashMap<>();
  private @Nullable ObjectNode versions;

  /**
   * Opens nothing yet.
   *
   * @param base the folder that relative paths start from
   * @param cache a folder for files that can be made again
   * @param threads of the engine, which is asked for its version
   */
  public Takeover(Path base, Path cache, int threads) {
    this.base = base;
    this.cache = cache;
    this.threads = threads;
  }

  /** A line for each thing that differs from a run's making; none where it can be taken over. */
  public List<String> differences(CheckedSpec spec, Path run) throws IOException {
    RunDirectory directory = new RunDirectory(run);
    List<String> lines = new ArrayList<>();
    try {
      SpecChanges.between(SpecReader.read(directory.spec()), spec.complete())
          .forEach(change -> lines.add(change.toString()));
    } catch (SpecException e) {
      lines.add("its spec cannot be read");
    }
    JsonNode recorded = directory.readJson(Environment.FILE);
    ObjectNode now = versions();
    for (JsonNode session : Environment.sessions(recorded)) {
      lines.addAll(Environment.differences(session, now, VERSIONS::contains));
    }
    Optional<String> hash = hashes.computeIfAbsent(settings(spec), key -> hash(spec));
    if (hash.isPresent()) {
      String fault = Environment.otherData(recorded, now.deepCopy().put(DATA, hash.get()));
      if (fault != null) {
        lines.add(fault);
      }
    }
    Origin before = Origin.recorded(recorded);
    Optional<String> weights =
        origins.computeIfAbsent(Optional.ofNullable(spec.weights()), key -> weights(spec));
    if (before != null && weights.isPresent() && !weights.get().equals(before.sha256())) {
      lines.add("the weights in %s are not what they were".formatted(before.run()));
    }
    return lines;
  }

  private static Optional<String> weights(CheckedSpec spec) {
    try {
      Optional<StartingWeights> weights = StartingWeights.of(spec);
      return weights.isPresent() ? Optional.of(weights.get().origin().sha256()) : Optional.empty();
    } catch (BadDataException e) {
      return Optional.empty(); // a trial that needs them will say what is wrong with them
    }
  }

  /** Whether the data of a run that has just ended are those of all others with its settings. */
  public boolean agrees(CheckedSpec spec, Path run) throws IOException {
    String own = new RunDirectory(run).readJson(Environment.FILE).path(DATA).asText();
    List<Object> settings = settings(spec);
    Optional<String> known = hashes.getOrDefault(settings, Optional.empty());
    if (known.isEmpty()) {
      hashes.put(settings, Optional.of(own));
    }
    return known.isEmpty() || known.get().equals(own);
  }

  private ObjectNode versions() {
    ObjectNode known = versions;
    if (known == null) {
      EngineSettings.prepare(threads);
      Engine engine = Engine.getInstance();
      known = new ObjectMapper().createObjectNode();
      known.put("braid", Environment.version());
      known.put("djl", Engine.getDjlVersion());
      known.put("engine", engine.getEngineName());
      known.put("engine_version", engine.getVersion());
      versions = known;
    }
    return known;
  }

  private Optional<String> hash(CheckedSpec spec) {
    try {
      return Optional.of(DataHash.of(Dataset.open(spec, base, cache)));
    } catch (BadDataException | RuntimeException e) {
      return Optional.empty(); // a trial that needs the data will say what is wrong with them
    }
  }

  /** All that decides which samples there are, how they are split and which values are files. */
  private static List<Object> settings(CheckedSpec spec) {
    TrainingOptions training = spec.training();
    return List.of(
        spec.data().factory().type(),
        spec.data().options(),
        spec.inputs().values().stream()
            .filter(plan -> plan.reader().factory().readsFiles())
            .map(plan -> plan.column())
            .collect(Collectors.toSet()),
        training.seed(),
        training.validation(),
        Optional.ofNullable(training.groupBy()),
        training.broken() == BrokenPolicy.SKIP ? spec.task().options() : training.broken());
  }
}
