package dev.braid.core.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder {@code checkpoints} of a run: {@code <step>/} with {@code model.safetensors}, {@code
 * optimizer.safetensors}, {@code state.json} and {@code manifest.json}, which holds the SHA-256 of
 * the others. {@code best.json} names the best step. At every instant what {@code best.json} names
 * is there: a checkpoint comes first, then its name, and only then others are deleted.
 */
public final class Checkpoints {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS);

  private static final String MODEL = "model.safetensors";
  private static final String PIECES = "optimizer.safetensors";
  private static final String STATE = "state.json";
  private static final List<String> FILES = List.of(MODEL, PIECES, STATE);
  private static final String UNLIKE =
      "the run's spec.yaml or an override describes another model than was trained";

  private final Path folder;

  /** In a folder that need not exist yet. */
  public Checkpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a checkpoint, names it as the best if its state says so, and deletes older ones.
   *
   * @param pieces arrays of the pieces of training, asked for when it is their turn
   * @param keep so many of the newest are kept, and the best
   */
  public void save(
      TrainingState state,
      Map<String, Parameter> parameters,
      Supplier<Map<String, NDArray>> pieces,
      int keep)
      throws IOException {
    AtomicFiles.folder(
        at(state.step()),
        target -> {
          Safetensors.write(target.resolve(MODEL), arrays(parameters), Map.of("format", "pt"));
          Safetensors.write(target.resolve(PIECES), pieces.get(), Map.of());
          Files.writeString(target.resolve(STATE), JSON.writeValueAsString(state));
          Manifest.write(target);
        });
    if (state.best()) {
      nameBest(state.step());
    }
    prune(state, keep);
  }

  private void nameBest(long step) throws IOException {
    ObjectNode node = JSON.createObjectNode().put("step", step);
    AtomicFiles.write(folder.resolve("best.json"), JSON.writeValueAsString(node));
  }

  /** Whether a best checkpoint was chosen yet. */
  public boolean hasBest() {
    return Files.isRegularFile(folder.resolve("best.json"));
  }

  /** The step of the best checkpoint. */
  public long best() throws IOException {
    Path file = folder.resolve("best.json");
    if (!hasBest()) {
      throw new IOException(
          "%s holds no best checkpoint: training stopped before the end of its first epoch; go on with braid train --resume %s"
              .formatted(folder, folder.getParent()));
    }
    JsonNode step = Damage.json(file).path("step");
    if (!step.canConvertToLong() || step.asLong() < 0) {
      throw Damage.of(file, "it names no step");
    }
    return step.asLong();
  }

  /** The SHA-256 of the best checkpoint's {@code model.safetensors}. */
  public String bestWeights() throws IOException {
    return Manifest.hash(at(best()).resolve(MODEL));
  }

  /**
   * The state of the newest checkpoint that is whole, or none.
   *
   * @param damaged is told of every newer one that is not, and why
   */
  public Optional<TrainingState> newest(Consumer<String> damaged) throws IOException {
    for (long step : steps()) {
      Optional<String> fault = Manifest.fault(at(step), FILES);
      if (fault.isEmpty()) {
        return Optional.of(state(step));
      }
      damaged.accept(at(step) + " is damaged: " + fault.get());
    }
    return Optional.empty();
  }

  /**
   * Makes the folder what it was when a checkpoint had just been written: {@code best.json} follows
   * from its state, and what is newer goes.
   *
   * @param state of that checkpoint, or none to begin again
   */
  public void returnTo(Optional<TrainingState> state, int keep) throws IOException {
    for (long step : steps()) {
      if (state.isEmpty() || step > state.get().step()) {
        AtomicFiles.remove(at(step));
      }
    }
    Long best = state.map(TrainingState::bestStep).orElse(null);
    if (best != null && Manifest.fault(at(best), FILES).isEmpty()) {
      nameBest(best);
    } else {
      AtomicFiles.delete(folder.resolve("best.json"));
    }
    if (state.isPresent()) {
      prune(state.get(), keep);
    }
  }

  /** The state of a checkpoint. */
  public TrainingState state(long step) throws IOException {
    Path file = at(step).resolve(STATE);
    try {
      return JSON.readValue(file.toFile(), TrainingState.class);
    } catch (JsonProcessingException e) {
      throw Damage.of(file, "it is not a state that this version of Braid writes");
    }
  }

  /**
   * Loads the values of a model after checking the whole checkpoint.
   *
   * @throws IOException if a file is missing or changed, or names or shapes are not the model's
   */
  public void load(long step, Map<String, Parameter> parameters) throws IOException {
    Optional<String> fault = Manifest.fault(at(step), FILES);
    if (fault.isPresent()) {
      throw Damage.of(at(step), fault.get());
    }
    Path file = at(step).resolve(MODEL);
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

  /** The arrays of the pieces of training at a step. */
  public Map<String, NDArray> pieces(long step, NDManager manager) throws IOException {
    return Safetensors.read(at(step).resolve(PIECES), manager);
  }

  private void prune(TrainingState state, int keep) throws IOException {
    Set<String> kept = new HashSet<>();
    steps().stream().limit(keep).forEach(step -> kept.add(Long.toString(step)));
    if (state.bestStep() != null) {
      kept.add(Long.toString(state.bestStep()));
    }
    for (Path one : folders()) {
      if (!kept.contains(String.valueOf(one.getFileName()))) {
        AtomicFiles.remove(one);
      }
    }
  }

  /** The steps of all checkpoints, the newest first. */
  private List<Long> steps() throws IOException {
    return folders().stream()
        .map(path -> String.valueOf(path.getFileName()))
        .filter(name -> name.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private List<Path> folders() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isDirectory).sorted().toList();
    }
  }

  private Path at(long step) {
    return folder.resolve(Long.toString(step));
  }

  private static Map<String, NDArray> arrays(Map<String, Parameter> parameters) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
    return arrays;
  }
}
