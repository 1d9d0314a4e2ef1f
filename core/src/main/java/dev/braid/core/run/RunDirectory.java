package dev.braid.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** {@code runs/<name>/<n>/}: where everything that belongs to one run is found. */
public record RunDirectory(Path path) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Makes the next free {@code <n>} below {@code runs/<name>}. */
  public static RunDirectory create(Path runs, String name) throws IOException {
    Path parent = runs.resolve(name);
    try {
      AtomicFiles.directories(parent);
      int next = newest(parent) + 1;
      while (true) {
        try {
          Path made = Files.createDirectory(parent.resolve(Integer.toString(next)));
          AtomicFiles.syncFolder(parent);
          return new RunDirectory(made);
        } catch (FileAlreadyExistsException e) {
          next++; // another process took it just now
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "the run cannot be kept in %s: %s; make the folder writable or choose another with --runs"
              .formatted(parent, FileFailure.reason(e)),
          e);
    }
  }

  /** The highest number of a run in a folder, or 0. */
  private static int newest(Path parent) throws IOException {
    try (Stream<Path> list = Files.list(parent)) {
      return list.map(path -> String.valueOf(path.getFileName()))
          .filter(text -> text.matches("\\d{1,8}"))
          .mapToInt(Integer::parseInt)
          .max()
          .orElse(0);
    }
  }

  /**
   * Opens an existing run.
   *
   * @throws IOException if there is none, naming the folder and what to give
   */
  public static RunDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException("there is no run at " + path + "; give a folder such as runs/NAME/1");
    }
    if (!Files.isRegularFile(path.resolve("spec.yaml"))) {
      int newest = newest(path);
      throw new IOException(
          "%s is not a run, or it was stopped before its training began: it has no spec.yaml; give a folder such as %s"
              .formatted(path, newest == 0 ? "runs/NAME/1" : path.resolve("" + newest)));
    }
    return new RunDirectory(path);
  }

  /** The complete spec. */
  public Path spec() {
    return path.resolve("spec.yaml");
  }

  /** What the reader of an input learned. */
  public Path input(String name) {
    return path.resolve("inputs").resolve(name);
  }

  /** What the task learned. */
  public Path task() {
    return path.resolve("task");
  }

  /** One line of JSON per epoch, with nothing in it that another run of the spec would change. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** One line of JSON per epoch: how long things took. */
  public Path timings() {
    return path.resolve("timings.jsonl");
  }

  /** One line of JSON per sample of the test split. */
  public Path predictions() {
    return path.resolve("predictions.jsonl");
  }

  /** One line of JSON per sample that was left out because it cannot be read. */
  public Path broken() {
    return path.resolve("broken.jsonl");
  }

  /** The checkpoints. */
  public Checkpoints checkpoints() {
    return new Checkpoints(path.resolve("checkpoints"));
  }

  /** Where relative paths of the spec start from. */
  public Path base() throws IOException {
    return Path.of(readJson("run.json").path("base").asText("."));
  }

  /** Whether training and all that follows it came to their end. */
  public boolean finished() throws IOException {
    return Files.exists(path.resolve("run.json"))
        && readJson("run.json").path("finished").asBoolean();
  }

  /** Keeps {@link #base()} and {@link #finished()}. */
  public void writeProgress(Path base, boolean finished) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("base", base.toAbsolutePath().normalize().toString());
    values.put("finished", finished);
    writeJson("run.json", values);
  }

  /** Writes a JSON file of this run. */
  public void writeJson(String file, Object value) throws IOException {
    AtomicFiles.write(path.resolve(file), JSON.writeValueAsString(value) + "\n");
  }

  /** Reads a JSON file of this run. */
  public JsonNode readJson(String file) throws IOException {
    return Damage.json(path.resolve(file));
  }
}
