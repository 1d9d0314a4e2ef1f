package dev.braid.core.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
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
 * the others; {@code average.safetensors} too where weights are averaged. {@code best.json} names
 * the best step. At every instant what {@code best.json} names is there: a checkpoint comes first,
 * then its name, and only then others are deleted.
 */
public final class Checkpoints {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private static final String MODEL = "model.safetensors";
  private static final String PIECES = "optimizer.safetensors";
  private static final String AVERAGE = "average.safetensors";
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
   * @param averages of parameters, by their names; empty where none are kept
   * @param keep so many of the newest are kept, and the best
   */
  public void save(
      TrainingState state,
      Map<String, Parameter> parameters,
      Supplier<Map<String, NDArray>> pieces,
      Map<String, NDArray> averages,
      int keep)
      throws IOException {
    AtomicFiles.folder(
        at(state.step()),
        target -> {
          Safetensors.write(target.resolve(MODEL), arrays(parameters), Map.of("format", "pt"));
          if (!averages.isEmpty()) {
            Map<String, NDArray> used = arrays(parameters);
            used.putAll(averages);
            Safetensors.write(target.resolve(AVERAGE), used, Map.of("format", "pt"));
          }
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

  /** The step of the newest checkpoint. */
  public long last() throws IOException {
    List<Long> steps = steps();
    if (steps.isEmpty()) {
      throw new IOException(
          "%s holds no checkpoint: training stopped before the first; go on with braid train --resume %s"
              .formatted(folder, folder.getParent()));
    }
    return steps.get(0);
  }

  /** The file with the values to use a model with: the averaged ones where there are any. */
  public Path weights(long step) {
    Path average = at(step).resolve(AVERAGE);
    return Files.isRegularFile(average) ? average : at(step).resolve(MODEL);
  }

  /** The SHA-256 of {@link #weights}. */
  public String hash(long step) throws IOException {
    return Manifest.hash(weights(step));
  }

  /** The SHA-256 of the best checkpoint's {@code model.safetensors}. */
  public String bestWeights() throws IOException {
    return Manifest.hash(at(best()).resolve(MODEL));
  }

  /**
   * The state of the newest checkpoint that one can go on from exactly: it is whole, and so is the
   * best one of its time.
   *
   * @param damaged is told of every newer one, and why not
   */
  public Optional<TrainingState> newest(Consumer<String> damaged) throws IOException {
    for (long step : steps()) {
      Optional<String> fault = Manifest.fault(at(step), FILES);
      if (fault.isPresent()) {
        damaged.accept(at(step) + " is damaged: " + fault.get());
        continue;
      }
      TrainingState state = state(step);
      Optional<String> lost = lostBest(state);
      if (lost.isEmpty()) {
        return Optional.of(state);
      }
      damaged.accept(at(step) + ", for the best checkpoint of its time, " + lost.get());
    }
    return Optional.empty();
  }

  /** What is wrong with the best checkpoint of a state's time, if anything. */
  private Optional<String> lostBest(TrainingState state) {
    Long best = state.bestStep();
    return best == null || best == state.step()
        ? Optional.empty()
        : Manifest.fault(at(best), FILES).map(fault -> at(best) + ", is damaged: " + fault);
  }

  /**
   * Makes the folder what it was when a checkpoint had just been written: {@code best.json} follows
   * from its state, and what is newer goes.
   *
   * @param state of that checkpoint, or none to begin again
   */
  public void returnTo(Optional<TrainingState> state, int keep) throws IOException {
    AtomicFiles.tidy(folder);
    Long best = state.map(TrainingState::bestStep).orElse(null);
    if (best != null) {
      nameBest(best);
    } else {
      AtomicFiles.delete(folder.resolve("best.json"));
      AtomicFiles.syncFolder(folder);
    }
    for (long step : steps()) {
      if (state.isEmpty() || step > state.get().step()) {
        AtomicFiles.remove(at(step));
      }
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
   * Loads the values to use a model with, the averaged ones where there are any, after checking the
   * whole checkpoint.
   *
   * @throws IOException if a file is missing or changed, or names or shapes are not the model's
   */
  public void load(long step, Map<String, Parameter> parameters) throws IOException {
    load(step, weights(step), parameters, true);
  }

  /**
   * Loads some of the values to use a model with into another model, likewise; what else the file
   * has is left.
   */
  public void loadSome(long step, Map<String, Parameter> parameters) throws IOException {
    load(step, weights(step), parameters, false);
  }

  /** Loads the values to go on with in training, likewise. */
  public void loadTrained(long step, Map<String, Parameter> parameters) throws IOException {
    load(step, at(step).resolve(MODEL), parameters, true);
  }

  /** The averaged values of a model, by parameter name; empty where there are none. */
  public Map<String, NDArray> averages(long step, NDManager manager) throws IOException {
    Path file = at(step).resolve(AVERAGE);
    return Files.isRegularFile(file) ? Safetensors.read(file, manager) : Map.of();
  }

  private void load(long step, Path file, Map<String, Parameter> parameters, boolean all)
      throws IOException {
    Optional<String> fault = Manifest.fault(at(step), FILES);
    if (fault.isPresent()) {
      throw Damage.of(at(step), fault.get());
    }
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
      if (all && !saved.isEmpty()) {
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

  /** What is there only because training was stopped does not count, once it is not the newest. */
  private void prune(TrainingState state, int keep) throws IOException {
    Set<Long> kept = new HashSet<>(Set.of(state.step()));
    steps().stream().filter(step -> !stopped(step)).limit(keep).forEach(kept::add);
    if (state.bestStep() != null) {
      kept.add(state.bestStep());
    }
    for (long step : steps()) {
      if (!kept.contains(step)) {
        AtomicFiles.remove(at(step));
      }
    }
    AtomicFiles.tidy(folder);
  }

  private boolean stopped(long step) {
    try {
      return state(step).stopped();
    } catch (IOException e) {
      return false; // damaged since; it had its turn
    }
  }

  /** The steps of all checkpoints, the newest first. */
  private List<Long> steps() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.matches("\\d{1,18}"))
          .map(Long::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
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
